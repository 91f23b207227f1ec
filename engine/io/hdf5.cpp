// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/hdf5.h"

#define H5_USE_110_API                               // newer libraries keep the calls of 1.10 under this name
#include <hdf5.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

namespace cloze {

namespace {

// libhdf5 may be built without threads in mind: one caller at a time; it keeps silent, we speak.
class Hdf5Session {
 public:
  Hdf5Session() : m_lock(mutex()) { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

 private:
  static std::mutex& mutex() {
    static std::mutex only;
    return only;
  }
  std::lock_guard<std::mutex> m_lock;
};

// An identifier of libhdf5, closed at the end; negative: the call failed.
class Hdf5Handle {
 public:
  Hdf5Handle(hid_t id, herr_t (*close)(hid_t)) : m_id(id), m_close(close) {}
  ~Hdf5Handle() { if (m_id >= 0) m_close(m_id); }
  Hdf5Handle(const Hdf5Handle&) = delete;
  Hdf5Handle& operator=(const Hdf5Handle&) = delete;
  operator hid_t() const { return m_id; }
  bool failed() const { return m_id < 0; }

 private:
  hid_t m_id;
  herr_t (*m_close)(hid_t);
};

// The innermost of libhdf5's complaints.
std::string complaint() {
  std::string text;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, [](unsigned number, const H5E_error2_t* error, void* out) -> herr_t {
    if (number == 0 && error->desc) *static_cast<std::string*>(out) = error->desc;
    return 0;
  }, &text);
  return text.empty() ? "" : " (" + text + ")";
}

hid_t opened(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) throw std::invalid_argument(file.string() + ": there is no such file");
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (id < 0) throw std::invalid_argument(file.string() + ": is no HDF5 file, or is cut short" + complaint());
  return id;
}

std::vector<std::int64_t> shapeOf(hid_t dataset) {
  const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
  const int dimensions = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> sizes(static_cast<std::size_t>(std::max(dimensions, 0)));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  return {sizes.begin(), sizes.end()};
}

herr_t addShape(hid_t root, const char* name, const H5O_info_t* info, void* out) {
  if (info->type != H5O_TYPE_DATASET) return 0;
  const Hdf5Handle dataset(H5Dopen2(root, name, H5P_DEFAULT), H5Dclose);
  if (dataset.failed()) return -1;
  (*static_cast<Hdf5Shapes*>(out))[name] = shapeOf(dataset);
  return 0;
}

Hdf5Shapes shapesIn(hid_t file, const std::filesystem::path& path) {
  Hdf5Shapes shapes;
  if (H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, addShape, &shapes, H5O_INFO_BASIC) < 0)
    throw std::invalid_argument(path.string() + ": damaged: its data sets cannot be listed" + complaint());
  return shapes;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t size : shape) text += (text.empty() ? "" : ", ") + std::to_string(size);
  return "[" + text + "]";
}

bool holdsFloats(hid_t dataset) {
  const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
  return H5Tget_class(type) == H5T_FLOAT;
}

torch::Tensor readDataset(hid_t file, const std::string& name, const std::filesystem::path& path) {
  const Hdf5Handle dataset(H5Dopen2(file, name.c_str(), H5P_DEFAULT), H5Dclose);
  if (dataset.failed()) throw std::invalid_argument(path.string() + ": " + name + " cannot be opened" + complaint());
  auto tensor = torch::empty(shapeOf(dataset), torch::kFloat32);
  if (H5Dread(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.data_ptr<float>()) < 0)
    throw std::invalid_argument(path.string() + ": " + name + " cannot be read: the file is cut short or damaged" + complaint());
  return tensor;
}

void writeDataset(hid_t file, const std::string& name, const torch::Tensor& given, hid_t links, hid_t creation) {
  const auto tensor = given.detach().to(torch::kFloat32).contiguous();
  const std::vector<hsize_t> sizes(tensor.sizes().begin(), tensor.sizes().end());
  const Hdf5Handle space(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), H5Sclose);
  const Hdf5Handle dataset(H5Dcreate2(file, name.c_str(), H5T_IEEE_F32LE, space, links, creation, H5P_DEFAULT), H5Dclose);
  if (dataset.failed() || H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.data_ptr<float>()) < 0)
    throw std::runtime_error(name + " cannot be written" + complaint());
}

}  // namespace

Hdf5Shapes hdf5Shapes(const std::filesystem::path& file) {
  const Hdf5Session session;
  const Hdf5Handle handle(opened(file), H5Fclose);
  return shapesIn(handle, file);
}

NamedTensors readHdf5(const std::filesystem::path& file, const Hdf5Shapes& wanted) {
  const Hdf5Session session;
  const Hdf5Handle handle(opened(file), H5Fclose);
  const Hdf5Shapes there = shapesIn(handle, file);
  std::string unfit;
  const auto note = [&](const std::string& text) { unfit += (unfit.empty() ? "" : "; ") + text; };
  for (const auto& [name, shape] : wanted) {
    const auto found = there.find(name);
    if (found == there.end()) note(name + " " + shapeText(shape) + " is missing");
    else if (found->second != shape) note(name + " has the shape " + shapeText(found->second) + ", asked for is " + shapeText(shape));
    else if (!holdsFloats(Hdf5Handle(H5Dopen2(handle, name.c_str(), H5P_DEFAULT), H5Dclose))) note(name + " holds no floating-point numbers");
  }
  if (!unfit.empty()) throw std::invalid_argument(file.string() + ": " + unfit);
  NamedTensors tensors;
  for (const auto& entry : wanted) tensors[entry.first] = readDataset(handle, entry.first, file);
  return tensors;
}

void writeHdf5(const std::filesystem::path& file, const NamedTensors& tensors) {
  const Hdf5Session session;
  try {
    const Hdf5Handle handle(H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT), H5Fclose);
    if (handle.failed()) throw std::runtime_error("cannot be created" + complaint());
    const Hdf5Handle links(H5Pcreate(H5P_LINK_CREATE), H5Pclose), creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    H5Pset_create_intermediate_group(links, 1);
    H5Pset_obj_track_times(creation, false);
    for (const auto& [name, tensor] : tensors) writeDataset(handle, name, tensor, links, creation);
    if (H5Fflush(handle, H5F_SCOPE_GLOBAL) < 0) throw std::runtime_error("cannot be written" + complaint());
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

}  // namespace cloze

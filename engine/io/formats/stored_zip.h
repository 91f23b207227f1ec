// The directory of a zip archive whose entries are stored as they are, as torch.save writes them (zip64 included). Compressed, encrypted, repeated
// and misplaced entries are refused, so nothing can unfold to more than the file holds. Torch-free.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "engine/io/formats/tensor_place.h"

namespace cloze {

struct ZipEntry { std::uint64_t begin = 0, bytes = 0; };             // of its data in the file
// Entries by name. std::invalid_argument naming the file, the entry and what was expected.
std::map<std::string, ZipEntry> readStoredZip(const ByteFile& file);
bool looksLikeZip(const ByteFile& file);

// A file of torch.save, zip (since PyTorch 1.6) or the older row of pickles: where each tensor of its dictionary lies.
struct TorchArchive { std::vector<TensorPlace> tensors; std::vector<std::string> ignored; };
TorchArchive readTorchArchive(const ByteFile& file);

}  // namespace cloze

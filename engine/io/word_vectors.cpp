// Word vectors as text: GloVe (Pennington et al. 2014) and word2vec's text format (Mikolov et al. 2013), read a line at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <charconv>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

#include "engine/data/text_stream.h"
#include "engine/inspector.h"

namespace cloze {
namespace {

constexpr std::size_t kBadExamples = 5;
constexpr std::int64_t kLinesBetweenReports = 2000;

class WordVectorReader {
 public:
  WordVectorReader(const std::filesystem::path& file, Progress& progress) : m_progress(progress) {
    m_vectors.file = file;
    std::error_code error;
    m_bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, error));
    if (error) throw std::runtime_error(file.string() + ": " + error.message());
  }

  WordVectors read() {
    const std::string name = m_vectors.file.string();
    if (m_vectors.file.extension() == ".zip") throw std::invalid_argument(name + ": unpack it first (only .gz is read packed)");
    TextStream stream(openByteSource(m_vectors.file, m_vectors.file.extension() == ".gz", [this](const char*, std::size_t bytes) { m_read += static_cast<std::int64_t>(bytes); }), name);
    std::string text;
    bool more = true;
    while (more) {
      more = stream.read(text);
      if (stream.replaced() > 100 && m_vectors.words.empty()) throw std::invalid_argument(name + ": this is no text; word2vec's binary format must be converted to text first");
      std::size_t begin = 0;
      for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
        line(std::string_view(text).substr(begin, end - begin));
        begin = end + 1;
      }
      text.erase(0, begin);
    }
    line(text);
    if (m_vectors.words.empty()) throw std::invalid_argument(name + ": no row of word vectors (\"word 0.1 0.2 ...\")" + (m_vectors.badExamples.empty() ? "" : "; " + m_vectors.badExamples.front()));
    return std::move(m_vectors);
  }

 private:
  void bad(const std::string& what) {
    ++m_vectors.badRows;
    if (m_vectors.badExamples.size() < kBadExamples) m_vectors.badExamples.push_back(m_vectors.file.filename().string() + ":" + std::to_string(m_line) + ": " + what);
  }

  void line(std::string_view text) {
    if (++m_line % kLinesBetweenReports == 0) m_progress.report("reading word vectors", m_read, m_bytes);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    if (text.empty()) return;
    fields(text);
    if (m_line == 1 && isHeader()) return;
    if (m_vectors.width == 0) fixWidth();
    if (m_vectors.width == 0) return bad("no numbers after the word");
    // A word may hold spaces: the last `width` fields are its vector.
    const auto numbers = static_cast<std::int64_t>(m_fields.size()) - 1;
    if (numbers < m_vectors.width || numbers == 0) return bad(std::to_string(numbers) + " numbers instead of " + std::to_string(m_vectors.width));
    const std::size_t first = m_fields.size() - static_cast<std::size_t>(m_vectors.width);
    const std::string_view word = text.substr(0, static_cast<std::size_t>(m_fields[first - 1].data() + m_fields[first - 1].size() - text.data()));
    if (numbers > m_vectors.width && isNumber(m_fields[first - 1])) return bad(std::to_string(numbers) + " numbers instead of " + std::to_string(m_vectors.width));
    addRow(word, first);
  }

  void fields(std::string_view text) {
    m_fields.clear();
    for (std::size_t begin = 0; begin < text.size();) {
      std::size_t end = text.find_first_of(" \t", begin);
      if (end == std::string_view::npos) end = text.size();
      if (end > begin) m_fields.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  static bool parse(std::string_view field, float& value) {
    if (!field.empty() && field.front() == '+') field.remove_prefix(1);
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    return end == field.data() + field.size() && (error == std::errc() || error == std::errc::result_out_of_range);
  }
  static bool isNumber(std::string_view field) {
    float value = 0;
    return parse(field, value);
  }

  // Two whole numbers: word2vec's count of rows and of dimensions.
  bool isHeader() {
    const auto whole = [](std::string_view field, std::int64_t& value) {
      const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
      return error == std::errc() && end == field.data() + field.size();
    };
    std::int64_t rows = 0, width = 0;
    if (m_fields.size() != 2 || !whole(m_fields[0], rows) || !whole(m_fields[1], width) || width < 1) return false;
    m_promised = width;
    return true;
  }

  void fixWidth() {
    std::size_t numbers = 0;
    while (numbers + 1 < m_fields.size() && isNumber(m_fields[m_fields.size() - 1 - numbers])) ++numbers;
    if (m_promised > 0 && m_promised != static_cast<std::int64_t>(numbers) && numbers > 0)
      throw std::invalid_argument(m_vectors.file.string() + ":" + std::to_string(m_line) + ": " + std::to_string(numbers) + " numbers, but the first line promises " + std::to_string(m_promised));
    m_vectors.width = m_promised > 0 ? m_promised : static_cast<std::int64_t>(numbers);
  }

  void addRow(std::string_view word, std::size_t first) {
    const std::size_t before = m_vectors.values.size();
    for (std::size_t field = first; field < m_fields.size(); ++field) {
      float value = 0;
      if (!parse(m_fields[field], value) || !std::isfinite(value)) {
        m_vectors.values.resize(before);
        return bad("\"" + std::string(m_fields[field].substr(0, 30)) + "\" is no number");
      }
      m_vectors.values.push_back(value);
    }
    if (!m_known.insert(std::string(word)).second) {
      m_vectors.values.resize(before);
      return bad("\"" + std::string(word.substr(0, 30)) + "\" stood before");
    }
    m_vectors.words.emplace_back(word);
    if (m_vectors.values.size() * sizeof(float) > static_cast<std::size_t>(::sysconf(_SC_PHYS_PAGES)) / 2 * static_cast<std::size_t>(::sysconf(_SC_PAGE_SIZE)))
      throw std::runtime_error(m_vectors.file.string() + ": its vectors need more than half of this machine's memory: take a smaller file");
  }

  Progress& m_progress;
  WordVectors m_vectors;
  std::unordered_set<std::string> m_known;
  std::vector<std::string_view> m_fields;
  std::int64_t m_bytes = 0, m_read = 0, m_line = 0, m_promised = 0;
};

}  // namespace

std::shared_ptr<const WordVectors> readWordVectors(const std::filesystem::path& file, Progress& progress) {
  return std::make_shared<const WordVectors>(WordVectorReader(file, progress).read());
}

}  // namespace cloze

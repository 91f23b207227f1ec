// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_file.h"

#include "engine/text/utf8.h"
#include "engine/text/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace cloze {

namespace {

constexpr std::size_t kLongestPiece = 4096, kMostPieces = 2'000'000;

// Reads the wire format (protobuf.dev/programming-guides/encoding): a key, then a varint, eight bytes, a length and bytes, or four bytes.
class Message {
 public:
  Message(std::string_view bytes, std::size_t offset, const std::string& source) : m_bytes(bytes), m_offset(offset), m_source(source) {}

  struct Field { std::uint64_t number = 0; int wire = 0; std::uint64_t value = 0; std::string_view bytes; std::size_t offset = 0; };

  bool next(Field& field) {
    if (m_at == m_bytes.size()) return false;
    const std::uint64_t key = varint();
    field = {key >> 3, static_cast<int>(key & 7), 0, {}, 0};
    if (field.number == 0 || field.number > 0x1FFFFFFF) refuse("not a field of a sentencepiece model");
    switch (field.wire) {
      case 0: field.value = varint(); break;
      case 1: skip(8); break;
      case 2: {
        const std::uint64_t size = varint();
        field.offset = m_offset + m_at;
        if (size > m_bytes.size() - m_at) refuse("a field of " + std::to_string(size) + " bytes reaches beyond the end; the file is truncated or no sentencepiece model");
        field.bytes = m_bytes.substr(m_at, static_cast<std::size_t>(size));
        m_at += static_cast<std::size_t>(size);
        break;
      }
      case 5: {
        skip(4);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 4; ++i) bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(m_bytes[m_at - 4 + i])) << (8 * i);
        field.value = bits;
        break;
      }
      default: refuse("not a sentencepiece model (wire type " + std::to_string(field.wire) + ")");
    }
    return true;
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw std::invalid_argument(m_source + ": byte " + std::to_string(m_offset + m_at) + ": " + what);
  }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (m_at == m_bytes.size()) refuse("ends inside a number; the file is truncated");
      const auto byte = static_cast<unsigned char>(m_bytes[m_at++]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    refuse("a number of more than ten bytes; not a sentencepiece model");
  }
  void skip(std::size_t count) {
    if (count > m_bytes.size() - m_at) refuse("ends inside a value; the file is truncated");
    m_at += count;
  }

  std::string_view m_bytes;
  std::size_t m_offset, m_at = 0;
  const std::string& m_source;
};

SentencePieceFile::Piece readPiece(const Message::Field& field, const std::string& source) {
  SentencePieceFile::Piece piece;
  Message message(field.bytes, field.offset, source);
  for (Message::Field part; message.next(part);) {
    if (part.number == 1 && part.wire == 2) {
      if (part.bytes.size() > kLongestPiece) message.refuse("a piece of " + std::to_string(part.bytes.size()) + " bytes; at most 4,096 are accepted");
      if (firstBrokenByte(part.bytes) != std::string_view::npos) message.refuse("a piece that is not valid UTF-8");
      piece.text = std::string(part.bytes);
    } else if (part.number == 2 && part.wire == 5) {
      const auto bits = static_cast<std::uint32_t>(part.value);
      std::memcpy(&piece.score, &bits, sizeof piece.score);
      if (!std::isfinite(piece.score)) message.refuse("a score that is not a number");
    } else if (part.number == 3 && part.wire == 0) {
      if (part.value < 1 || part.value > 6) message.refuse("a piece of the unknown type " + std::to_string(part.value));
      piece.type = static_cast<PieceType>(part.value);
    }
  }
  if (piece.text.empty()) message.refuse("an empty piece");
  return piece;
}

SentencePieceFile::Model readModelType(const Message::Field& field, const std::string& source) {
  Message message(field.bytes, field.offset, source);
  auto model = SentencePieceFile::Model::Unigram;
  for (Message::Field part; message.next(part);) {
    if (part.number != 3 || part.wire != 0) continue;
    if (part.value < 1 || part.value > 4) message.refuse("model_type " + std::to_string(part.value) + " is unknown; 1 to 4 (unigram, bpe, word, char) are known");
    model = static_cast<SentencePieceFile::Model>(part.value);
  }
  return model;
}

// The table of character replacements is walked by offsets that it holds itself, so its size must at least be what it says.
std::string readReplacements(const Message::Field& field, const std::string& source) {
  std::string table;
  Message message(field.bytes, field.offset, source);
  for (Message::Field part; message.next(part);) {
    if (part.number != 2 || part.wire != 2 || part.bytes.empty()) continue;
    std::uint32_t trie = 0;
    for (std::size_t i = 0; i < 4 && i < part.bytes.size(); ++i) trie |= static_cast<std::uint32_t>(static_cast<unsigned char>(part.bytes[i])) << (8 * i);
    if (part.bytes.size() < 4 || trie > part.bytes.size() - 4 || trie % 4 != 0) message.refuse("the table of character replacements is broken");
    table = std::string(part.bytes);
  }
  return table;
}

void refuseOtherFiles(std::string_view bytes, const std::string& source) {
  const auto begins = [&](std::string_view start) { return bytes.substr(0, start.size()) == start; };
  if (begins("<!DOCTYPE") || begins("<html")) throw std::invalid_argument(source + ": is an HTML page, not a sentencepiece model");
  if (bytes.empty()) throw std::invalid_argument(source + ": is empty; expected a sentencepiece model");
}

}  // namespace

SentencePieceFile parseSentencePiece(std::string bytes, const std::string& source) {
  refuseOtherFiles(bytes, source);
  SentencePieceFile file;
  file.bytes = std::move(bytes);
  Message message(file.bytes, 0, source);
  for (Message::Field field; message.next(field);) {
    if (field.wire != 2) continue;
    if (field.number == 1) file.pieces.push_back(readPiece(field, source));
    if (field.number == 2) file.model = readModelType(field, source);
    if (field.number == 3) file.replacements = readReplacements(field, source);
    if (field.number == 5) readReplacements(field, source);
    if (file.pieces.size() > kMostPieces) message.refuse("more than two million pieces");
  }
  if (file.pieces.empty()) throw std::invalid_argument(source + ": holds no pieces; not a sentencepiece model");
  const auto unknown = std::count_if(file.pieces.begin(), file.pieces.end(), [](const auto& piece) { return piece.type == PieceType::Unknown; });
  if (unknown != 1) throw std::invalid_argument(source + ": holds " + std::to_string(unknown) + " unknown pieces (<unk>); expected one");
  return file;
}

SentencePieceFile readSentencePiece(const std::filesystem::path& path) {
  return parseSentencePiece(readTokenizerFile(path), path.string());
}

}  // namespace cloze

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece.h"

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace cloze {

namespace {

constexpr std::string_view kMark = "\xE2\x96\x81";     // U+2581, sentencepiece's blank

struct StyleRow { const char* tokenizerClass; SentencePieceStyle style; bool cleaned, lowercase; };
constexpr StyleRow kStyles[] = {
    {"", SentencePieceStyle::Plain, false, false},
    {"AlbertTokenizer", SentencePieceStyle::Albert, true, true},
    {"XLNetTokenizer", SentencePieceStyle::XlNet, true, false},
    {"T5Tokenizer", SentencePieceStyle::T5, false, false},
    {"MT5Tokenizer", SentencePieceStyle::T5, false, false},
    {"XLMRobertaTokenizer", SentencePieceStyle::XlmRoberta, false, false},
};

const StyleRow& rowOf(SentencePieceStyle style) {
  return *std::find_if(std::begin(kStyles), std::end(kStyles), [&](const StyleRow& row) { return row.style == style; });
}

bool startsWithMark(std::string_view piece) { return piece.substr(0, kMark.size()) == kMark; }

}  // namespace

// The text that the library saw, and the way back to the original's bytes.
struct SentencePiece::Segment {
  std::string_view text;
  const CleanedText* cleaned;
  std::int32_t base, end;                               // of the segment in the original
  std::pair<std::int32_t, std::int32_t> original(std::uint32_t from, std::uint32_t to) const {
    if (!cleaned) return {base + static_cast<std::int32_t>(from), base + static_cast<std::int32_t>(to)};
    const std::int32_t begin = from < cleaned->begins.size() ? cleaned->begins[from] : end;
    return {begin, to > from ? cleaned->ends[to - 1] : begin};
  }
};

SentencePiece::SentencePiece(SentencePieceDefinition definition)
    : m_definition(std::move(definition)), m_model(m_definition.file, m_definition.source, !m_definition.trusted) {
  numberPieces();
  m_vocabulary = Vocabulary(m_tokens);
  addStyleTokens();
  for (const AddedToken& token : m_definition.added) addToken(token);
  m_vocabulary = Vocabulary(std::move(m_tokens));
  assignRoles();
  m_matcher = SpecialMatcher(m_recognised);
  for (const AddedToken& token : m_recognised)
    if (token.special) m_extraSpecial.push_back(token.id);
  for (TokenId id = 0; id < size(); ++id) m_numberAndComma.push_back(m_definition.cleaning.enabled && endsWithNumberAndComma(id));
  m_contentHash = computeHash();
}

void SentencePiece::numberPieces() {
  const std::vector<SentencePieceFile::Piece>& pieces = m_definition.file.pieces;
  const auto count = static_cast<TokenId>(pieces.size());
  m_fromModel.resize(pieces.size());
  if (m_definition.style == SentencePieceStyle::XlmRoberta) {
    if (count < 4) throw std::invalid_argument(m_definition.source + ": too few pieces for XLM-RoBERTa");
    m_tokens = {"<s>", "<pad>", "</s>", "<unk>"};
    m_toModel = {1, -1, 2, 0};
    for (TokenId i = 3; i < count; ++i) {
      m_tokens.push_back(pieces[static_cast<std::size_t>(i)].text);
      m_toModel.push_back(i);
    }
  } else {
    for (TokenId i = 0; i < count; ++i) {
      m_tokens.push_back(pieces[static_cast<std::size_t>(i)].text);
      m_toModel.push_back(i);
    }
  }
  for (std::size_t id = 0; id < m_toModel.size(); ++id)
    if (m_toModel[id] >= 0) m_fromModel[static_cast<std::size_t>(m_toModel[id])] = static_cast<TokenId>(id);
}

// A token recognised in text: one of the vocabulary, or a new one after it.
TokenId SentencePiece::addToken(AddedToken token) {
  const auto count = static_cast<TokenId>(m_tokens.size());
  const TokenId known = m_vocabulary.id(token.text);
  const auto same = std::find_if(m_recognised.begin(), m_recognised.end(), [&](const AddedToken& other) { return other.text == token.text; });
  if (same != m_recognised.end()) return same->id;
  if (token.id >= 0 && token.id < count && m_tokens[static_cast<std::size_t>(token.id)] != token.text)
    throw std::invalid_argument(m_definition.source + ": the added token " + token.text + " has the id " + std::to_string(token.id) + ", which is \"" + m_tokens[static_cast<std::size_t>(token.id)] + "\" in the model");
  if (token.id > count) throw std::invalid_argument(m_definition.source + ": the added token " + token.text + " has the id " + std::to_string(token.id) + ", but there are only " + std::to_string(count) + " tokens before it");
  if (token.id < 0) token.id = known >= 0 ? known : count;
  if (token.id == count) {
    m_tokens.push_back(token.text);
    m_toModel.push_back(-1);
  }
  m_recognised.push_back(token);
  return token.id;
}

void SentencePiece::addStyleTokens() {
  const auto recognise = [&](std::initializer_list<const char*> tokens) {
    for (const char* token : tokens)
      if (m_vocabulary.id(token) >= 0) addToken({token, -1, false, false, false, true});
  };
  switch (m_definition.style) {
    case SentencePieceStyle::Plain: return;
    case SentencePieceStyle::Albert:
      recognise({"[CLS]", "[SEP]", "<unk>", "<pad>"});
      addToken({"[MASK]", -1, true, false, false, true});
      return;
    case SentencePieceStyle::XlNet:
      recognise({"<s>", "</s>", "<unk>", "<sep>", "<pad>", "<cls>", "<eop>", "<eod>"});
      addToken({"<mask>", -1, true, false, false, true});
      return;
    case SentencePieceStyle::T5:
      recognise({"</s>", "<unk>", "<pad>"});
      for (std::int64_t n = m_definition.extraIds - 1; n >= 0; --n) addToken({"<extra_id_" + std::to_string(n) + ">", -1, false, false, false, true});
      return;
    case SentencePieceStyle::XlmRoberta:
      recognise({"<s>", "</s>", "<unk>", "<pad>"});
      addToken({"<mask>", -1, true, false, false, true});
      return;
  }
}

void SentencePiece::assignRoles() {
  const auto first = [&](std::initializer_list<const char*> names) {
    for (const char* name : names)
      if (const TokenId found = id(name); found >= 0) return found;
    return TokenId{-1};
  };
  const auto unknown = std::find_if(m_definition.file.pieces.begin(), m_definition.file.pieces.end(), [](const auto& piece) { return piece.type == PieceType::Unknown; });
  m_special.unknown = m_fromModel[static_cast<std::size_t>(unknown - m_definition.file.pieces.begin())];
  m_special.pad = first({"<pad>", "[PAD]"});
  m_special.begin = first({"<s>"});
  m_special.end = first({"</s>"});
  m_special.classify = first({"[CLS]", "<cls>"});
  m_special.separator = first({"[SEP]", "<sep>"});
  m_special.mask = first({"[MASK]", "<mask>"});
  if (m_definition.style == SentencePieceStyle::XlmRoberta) {
    m_special.classify = m_special.begin;
    m_special.separator = m_special.end;
  }
  for (const auto& [key, token] : m_definition.named)
    for (const TokenizerConfig::Role& role : TokenizerConfig::roles())
      if (role.key == key && role.role != &SpecialTokens::unknown) m_special.*role.role = token ? id(token->text) : -1;
  if (m_definition.style == SentencePieceStyle::Plain) return;
  const bool complete = m_definition.style == SentencePieceStyle::T5 || m_definition.style == SentencePieceStyle::XlmRoberta ? m_special.end >= 0 : m_special.classify >= 0 && m_special.separator >= 0;
  if (!complete) throw std::invalid_argument(m_definition.source + ": the model lacks the special pieces of " + rowOf(m_definition.style).tokenizerClass + "; is the tokenizer_class right?");
}

std::vector<Tokenizer::LayoutEntry> SentencePiece::layout(bool pair) const {
  using Layout = std::vector<LayoutEntry>;
  const SpecialTokens& s = m_special;
  switch (m_definition.style) {
    case SentencePieceStyle::T5:
      return pair ? Layout{{kTextA, 0}, {s.end, 0}, {kTextB, 0}, {s.end, 0}} : Layout{{kTextA, 0}, {s.end, 0}};
    case SentencePieceStyle::XlmRoberta:
      return pair ? Layout{{s.begin, 0}, {kTextA, 0}, {s.end, 0}, {s.end, 0}, {kTextB, 0}, {s.end, 0}} : Layout{{s.begin, 0}, {kTextA, 0}, {s.end, 0}};
    default: break;
  }
  if (s.classify < 0 || s.separator < 0) return pair ? Layout{{kTextA, 0}, {kTextB, 1}} : Layout{{kTextA, 0}};
  if (token(s.classify) == "<cls>")
    return pair ? Layout{{kTextA, 0}, {s.separator, 0}, {kTextB, 1}, {s.separator, 1}, {s.classify, 2}} : Layout{{kTextA, 0}, {s.separator, 0}, {s.classify, 2}};
  return bertLayout(s, pair);
}

std::string SentencePiece::kind() const {
  switch (m_definition.file.model) {
    case SentencePieceFile::Model::Bpe: return "bpe";
    case SentencePieceFile::Model::Word: return "word";
    case SentencePieceFile::Model::Character: return "char";
    default: return "unigram";
  }
}

void SentencePiece::encode(std::string_view text, Pieces& out) const {
  if (text.size() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
    throw std::invalid_argument("a text of " + std::to_string(text.size()) + " bytes is over 2 GB; cut it into documents");
  std::int32_t word = -1;
  for (std::size_t from = 0; from < text.size();) {
    const SpecialMatcher::Match special = m_matcher.find(text, from);
    encodeSegment(text, from, std::min(special.begin, text.size()), out, word);
    if (special.begin == std::string_view::npos) return;
    out.ids.push_back(special.id);
    out.byteOffsets.emplace_back(static_cast<std::int32_t>(special.begin), static_cast<std::int32_t>(special.end));
    out.words.push_back(++word);
    from = special.end;
  }
}

void SentencePiece::encodeSegment(std::string_view text, std::size_t from, std::size_t to, Pieces& out, std::int32_t& word) const {
  if (from == to) return;
  CleanedText cleaned;
  Segment segment{text.substr(from, to - from), nullptr, static_cast<std::int32_t>(from), static_cast<std::int32_t>(to)};
  if (m_definition.cleaning.enabled) {
    cleaned = cleanForSentencePiece(text, from, to, m_definition.cleaning);
    segment.text = cleaned.text;
    segment.cleaned = &cleaned;
  }
  std::vector<SentencePieceModel::Piece> pieces;
  m_model.encode(segment.text, pieces);
  appendPieces(pieces, segment, out, word);
}

void SentencePiece::appendPieces(const std::vector<SentencePieceModel::Piece>& pieces, const Segment& segment, Pieces& out, std::int32_t& word) const {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const SentencePieceModel::Piece& piece = pieces[i];
    const TokenId id = m_fromModel.at(static_cast<std::size_t>(piece.id));
    const bool known = id != m_special.unknown;
    if (i == 0 || startsWithMark(known ? std::string_view(token(id)) : std::string_view(piece.unknown))) ++word;
    if (m_numberAndComma[static_cast<std::size_t>(id)]) appendNumberAndComma(id, segment, piece.begin, piece.end, out, word);
    else append(id, segment.original(piece.begin, piece.end), out, word);
    if (!known) out.unknownTexts.emplace_back(out.ids.size() - 1, piece.unknown);
  }
}

void SentencePiece::append(TokenId id, std::pair<std::int32_t, std::int32_t> offsets, Pieces& out, std::int32_t word) const {
  out.ids.push_back(id);
  out.byteOffsets.push_back(offsets);
  out.words.push_back(word);
}

bool SentencePiece::endsWithNumberAndComma(TokenId id) const {
  const std::string& piece = token(id);
  return m_toModel[static_cast<std::size_t>(id)] >= 0 && piece.size() > 1 && piece.back() == ',' && piece[piece.size() - 2] >= '0' && piece[piece.size() - 2] <= '9';
}

// XLNet's and ALBERT's rule: "12," is cut into what "12" is cut into, and ",".
void SentencePiece::appendNumberAndComma(TokenId id, const Segment& segment, std::uint32_t begin, std::uint32_t end, Pieces& out, std::int32_t word) const {
  const std::string& piece = token(id);
  const bool marked = startsWithMark(piece);
  const std::string number = piece.substr(marked ? kMark.size() : 0, piece.size() - 1 - (marked ? kMark.size() : 0));
  std::vector<SentencePieceModel::Piece> parts;
  m_model.encode(number, parts);
  const bool sameBytes = segment.text.substr(begin, end - begin).size() >= number.size() + 1 && segment.text.substr(end - 1 - static_cast<std::uint32_t>(number.size()), number.size()) == number;
  const std::uint32_t start = sameBytes ? end - 1 - static_cast<std::uint32_t>(number.size()) : begin;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    TokenId part = m_fromModel.at(static_cast<std::size_t>(parts[k].id));
    if (k == 0 && !marked && startsWithMark(token(part))) {           // the mark is the library's, not the text's
      const std::string rest = token(part).substr(kMark.size());
      if (rest.empty()) continue;
      part = this->id(rest) >= 0 ? this->id(rest) : m_special.unknown;
    }
    append(part, sameBytes ? segment.original(k == 0 ? begin : start + parts[k].begin, start + parts[k].end) : segment.original(begin, end), out, word);
  }
  const TokenId comma = this->id(",");
  append(comma >= 0 ? comma : m_special.unknown, sameBytes ? segment.original(end - 1, end) : segment.original(begin, end), out, word);
}

bool SentencePiece::continuesWord(TokenId id) const {
  const std::string& piece = token(id);                               // throws out of range
  const std::int32_t model = m_toModel[static_cast<std::size_t>(id)];
  if (model < 0 || isSpecial(id)) return false;
  const PieceType type = m_definition.file.pieces[static_cast<std::size_t>(model)].type;
  return type != PieceType::Control && type != PieceType::Unknown && !startsWithMark(piece);
}

std::string SentencePiece::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  std::vector<std::int32_t> run;
  bool first = true;
  const auto put = [&](const std::string& part) {
    if (!first) text += ' ';
    text += part;
    first = false;
  };
  const auto flush = [&] {
    if (!run.empty()) put(m_model.decode(run));
    run.clear();
  };
  for (const TokenId id : ids) {
    if (id < 0 || id >= size()) throw std::invalid_argument("id " + std::to_string(id) + " is outside the vocabulary of " + std::to_string(size()));
    const bool added = std::any_of(m_recognised.begin(), m_recognised.end(), [&](const AddedToken& token) { return token.id == id; });
    if (!added && m_toModel[static_cast<std::size_t>(id)] >= 0) {
      run.push_back(m_toModel[static_cast<std::size_t>(id)]);
      continue;
    }
    flush();
    put(token(id));
  }
  flush();
  return text;
}

void SentencePiece::save(const std::filesystem::path& folder) const {
  std::filesystem::create_directories(folder);
  writeFileAtomically(folder / "spiece.model", m_definition.file.bytes);
  std::string tokenizerClass = rowOf(m_definition.style).tokenizerClass;
  Json options = Json::object();
  const bool albert = m_definition.style == SentencePieceStyle::Albert;
  const bool written = albert || m_definition.style == SentencePieceStyle::T5 || m_definition.style == SentencePieceStyle::XlNet;
  if (written && sentencePieceJsonPossible(m_definition.file)) {
    writeFileAtomically(folder / "tokenizer.json", sentencePieceJson(*this, m_definition, m_recognised));
    if (albert && m_definition.file.model == SentencePieceFile::Model::Bpe) {   // ALBERT's class would read the ranks as probabilities
      options["sentencepiece_style"] = tokenizerClass;
      tokenizerClass = "PreTrainedTokenizerFast";
    }
  }
  if (m_definition.cleaning.enabled) options.update(Json{{"do_lower_case", m_definition.cleaning.lowercase}, {"keep_accents", m_definition.cleaning.keepAccents}, {"remove_space", true}});
  if (m_definition.style == SentencePieceStyle::T5) options["extra_ids"] = m_definition.extraIds;
  writeTokenizerConfig(folder, tokenizerClass, options, *this, m_recognised);
}

std::string SentencePiece::computeHash() const {
  Sha256 hash;
  hash.update(std::string("sentencepiece ") + rowOf(m_definition.style).tokenizerClass + " " + std::to_string(m_definition.cleaning.enabled) +
              std::to_string(m_definition.cleaning.lowercase) + std::to_string(m_definition.cleaning.keepAccents) + "\n");
  for (const AddedToken& token : m_recognised) hash.update("added " + std::to_string(token.id) + " " + token.text + "\n");
  hash.update(m_definition.file.bytes);
  return hash.hexDigest();
}

std::shared_ptr<const Tokenizer> loadSentencePiece(const std::filesystem::path& model, const TokenizerConfig& config) {
  SentencePieceDefinition definition;
  std::string name = config.tokenizerClass;
  if (name == "PreTrainedTokenizer" || name == "TokenizersBackend") name = config.sentencePieceStyle;
  const auto row = std::find_if(std::begin(kStyles), std::end(kStyles), [&](const StyleRow& candidate) { return name == candidate.tokenizerClass; });
  if (row == std::end(kStyles)) {
    std::string known;
    for (const StyleRow& candidate : kStyles) known += *candidate.tokenizerClass ? std::string(known.empty() ? "" : ", ") + candidate.tokenizerClass : "";
    throw std::invalid_argument(config.source + ": tokenizer_class: how " + config.tokenizerClass + " numbers and cleans its pieces is not known here; " + known + " are. Give the file " + model.filename().string() + " itself to use it as it is");
  }
  definition.style = row->style;
  definition.cleaning = {row->cleaned, config.lowercase.value_or(row->lowercase), config.keepAccents.value_or(false)};
  definition.extraIds = config.extraIds.value_or(100);
  definition.added = config.added;
  definition.named = config.named;
  definition.source = model.string();
  definition.file = readSentencePiece(model);
  return std::make_shared<SentencePiece>(std::move(definition));
}

}  // namespace cloze

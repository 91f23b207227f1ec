// A stack machine over an arena: values refer to each other by number, so that no nesting or cycle in a hostile file can exhaust our own stack.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/formats/state_pickle.h"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

namespace cloze {

namespace {

enum class Kind : std::uint8_t { Nothing, Boolean, Whole, Number, Text, Tuple, List, Dictionary, Name, Storage, Tensor, Mark };

using Id = std::size_t;
struct Value {
  Kind kind = Kind::Nothing;
  std::int64_t whole = 0;
  std::string text;                                  // Text, Name ("module name"), Storage (its key), Whole over 64 bits (hexadecimal)
  std::vector<Id> items;                             // Tuple, List; Dictionary: key, value, key, value ...; Storage: {}; Tensor: {storage}
  ElementType type = ElementType::Float32;           // Storage
  std::vector<std::int64_t> shape, strides;          // Tensor; `whole` is its first element
};

struct StorageRow { const char* name; ElementType type; };
constexpr std::array<StorageRow, 10> kStorages = {{{"torch FloatStorage", ElementType::Float32}, {"torch DoubleStorage", ElementType::Float64},
                                                   {"torch HalfStorage", ElementType::Float16}, {"torch BFloat16Storage", ElementType::BFloat16},
                                                   {"torch LongStorage", ElementType::Int64}, {"torch IntStorage", ElementType::Int32},
                                                   {"torch ShortStorage", ElementType::Int16}, {"torch CharStorage", ElementType::Int8},
                                                   {"torch ByteStorage", ElementType::UInt8}, {"torch BoolStorage", ElementType::Bool}}};
constexpr const char* kOrderedDict = "collections OrderedDict";
constexpr const char* kRebuildTensor = "torch._utils _rebuild_tensor_v2";
constexpr const char* kRebuildParameter = "torch._utils _rebuild_parameter";

class PickleReader {
 public:
  PickleReader(std::string_view pickle, const std::string& source) : m_pickle(pickle), m_source(source) {}

  StatePickle read() {
    while (step()) {}
    StatePickle result;
    result.bytes = m_place;
    collect(pop(), result);
    return result;
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw std::invalid_argument(m_source + ", byte " + std::to_string(m_opcode) + " of the pickle: " + what);
  }

  // ---- bytes
  std::string_view take(std::size_t count) {
    if (count > m_pickle.size() - m_place) refuse("truncated");
    const auto bytes = m_pickle.substr(m_place, count);
    m_place += count;
    return bytes;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    const auto raw = take(bytes);
    for (std::size_t i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(raw[i])) << (8 * i);
    return value;
  }
  std::string line() {
    const std::size_t end = m_pickle.find('\n', m_place);
    if (end == std::string_view::npos) refuse("truncated");
    std::string text(m_pickle.substr(m_place, end - m_place));
    m_place = end + 1;
    return text;
  }

  // ---- stack and arena
  Id add(Value value) {
    m_values.push_back(std::move(value));
    return m_values.size() - 1;
  }
  void push(Value value) { m_stack.push_back(add(std::move(value))); }
  void pushWhole(std::int64_t whole) { Value value; value.kind = Kind::Whole; value.whole = whole; push(std::move(value)); }
  void pushText(std::string_view text) { Value value; value.kind = Kind::Text; value.text = text; push(std::move(value)); }
  void pushKind(Kind kind, std::int64_t whole = 0) { Value value; value.kind = kind; value.whole = whole; push(std::move(value)); }
  Id pop() {
    if (m_stack.empty()) refuse("the stack is empty");
    const Id id = m_stack.back();
    m_stack.pop_back();
    return id;
  }
  Id top() const {
    if (m_stack.empty()) refuse("the stack is empty");
    return m_stack.back();
  }
  std::vector<Id> popToMark() {
    std::size_t begin = m_stack.size();
    while (begin > 0 && m_values[m_stack[begin - 1]].kind != Kind::Mark) --begin;
    if (begin == 0) refuse("there is no mark on the stack");
    std::vector<Id> items(m_stack.begin() + static_cast<std::ptrdiff_t>(begin), m_stack.end());
    m_stack.resize(begin - 1);
    return items;
  }
  void pushTuple(std::vector<Id> items) {
    Value value;
    value.kind = Kind::Tuple;
    value.items = std::move(items);
    push(std::move(value));
  }
  void pushTupleOf(std::size_t count) {
    std::vector<Id> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    pushTuple(std::move(items));
  }
  void append(Kind kind, const std::vector<Id>& items) {
    const Id target = top();
    if (m_values[target].kind != kind) refuse(kind == Kind::List ? "appends to what is no list" : "sets an item of what is no dictionary");
    if (kind == Kind::Dictionary && items.size() % 2 != 0) refuse("a dictionary's key has no value");
    m_values[target].items.insert(m_values[target].items.end(), items.begin(), items.end());
  }
  void remember(std::uint64_t slot) { m_memo[slot] = top(); }
  void recall(std::uint64_t slot) {
    const auto found = m_memo.find(slot);
    if (found == m_memo.end()) refuse("refers to memo " + std::to_string(slot) + ", which was never set");
    m_stack.push_back(found->second);
  }

  // ---- names, storages, tensors
  void pushName(const std::string& name) {
    bool known = name == kOrderedDict || name == kRebuildTensor || name == kRebuildParameter;
    for (const StorageRow& row : kStorages) known = known || name == row.name;
    if (!known) refuse("asks for \"" + name + "\", which is not among the few names that hold weights; the file may be hostile and was not run");
    Value value;
    value.kind = Kind::Name;
    value.text = name;
    push(std::move(value));
  }
  const Value& item(const Value& tuple, std::size_t index, Kind kind) const {
    if (index >= tuple.items.size() || m_values[tuple.items[index]].kind != kind) refuse("an argument has the wrong kind");
    return m_values[tuple.items[index]];
  }
  std::vector<std::int64_t> wholes(const Value& tuple) const {
    if (tuple.items.size() > 32) refuse("a tensor has " + std::to_string(tuple.items.size()) + " dimensions");
    std::vector<std::int64_t> numbers;
    for (const Id id : tuple.items) {
      if (m_values[id].kind != Kind::Whole || !m_values[id].text.empty() || m_values[id].whole < 0) refuse("a size or stride is no whole number from 0");
      numbers.push_back(m_values[id].whole);
    }
    return numbers;
  }
  // ('storage', torch.FloatStorage, '0', 'cpu', 12[, None])
  void loadStorage() {
    const Value& tuple = m_values[pop()];
    if (tuple.kind != Kind::Tuple || item(tuple, 0, Kind::Text).text != "storage") refuse("a persistent id that is no storage");
    const std::string& typeName = item(tuple, 1, Kind::Name).text;
    Value storage;
    storage.kind = Kind::Storage;
    storage.text = item(tuple, 2, Kind::Text).text;
    storage.whole = item(tuple, 4, Kind::Whole).whole;
    if (storage.whole < 0) refuse("a storage has a negative size");
    if (tuple.items.size() > 5 && m_values[tuple.items[5]].kind != Kind::Nothing) refuse("a storage that is a view of another is not supported");
    for (const StorageRow& row : kStorages)
      if (typeName == row.name) {
        storage.type = row.type;
        push(std::move(storage));
        return;
      }
    refuse("\"" + typeName + "\" is no storage type");
  }
  // (storage, first element, shape, strides, requires_grad, hooks)
  void rebuildTensor(const Value& arguments) {
    Value tensor;
    tensor.kind = Kind::Tensor;
    item(arguments, 0, Kind::Storage);
    tensor.items = {arguments.items[0]};
    tensor.whole = item(arguments, 1, Kind::Whole).whole;
    tensor.shape = wholes(item(arguments, 2, Kind::Tuple));
    tensor.strides = wholes(item(arguments, 3, Kind::Tuple));
    if (tensor.whole < 0 || tensor.shape.size() != tensor.strides.size()) refuse("a tensor whose shape and strides do not fit");
    requireInside(tensor);
    push(std::move(tensor));
  }
  void requireInside(const Value& tensor) const {
    const auto elements = checkedElements(tensor.shape);
    if (!elements) refuse("a tensor is impossibly large");
    if (*elements == 0) return;
    auto last = static_cast<std::uint64_t>(tensor.whole);
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      const auto reach = checkedMultiply(static_cast<std::uint64_t>(tensor.shape[i] - 1), static_cast<std::uint64_t>(tensor.strides[i]));
      const auto next = reach ? checkedAdd(last, *reach) : std::nullopt;
      if (!next) refuse("a tensor is impossibly large");
      last = *next;
    }
    if (last >= static_cast<std::uint64_t>(m_values[tensor.items[0]].whole)) refuse("a tensor reaches beyond its storage");
    if (*elements > static_cast<std::uint64_t>(m_values[tensor.items[0]].whole)) refuse("a tensor has more elements than its storage");
  }
  void reduce() {
    const Value& arguments = m_values[pop()];
    const Value& function = m_values[pop()];
    if (function.kind != Kind::Name || arguments.kind != Kind::Tuple) refuse("calls what is no known name");
    if (function.text == kOrderedDict && arguments.items.empty()) return pushKind(Kind::Dictionary);
    if (function.text == kRebuildTensor) return rebuildTensor(arguments);
    if (function.text == kRebuildParameter) {
      item(arguments, 0, Kind::Tensor);
      m_stack.push_back(arguments.items[0]);
      return;
    }
    refuse("calls \"" + function.text + "\"");
  }
  // Attributes of a dictionary (state_dict's _metadata) are passed over; nothing else may be built.
  void build() {
    pop();
    if (m_values[top()].kind != Kind::Dictionary) refuse("sets attributes of what is no dictionary");
  }

  // ---- one opcode; false at STOP
  bool step() {
    m_opcode = m_place;
    const auto opcode = static_cast<unsigned char>(take(1)[0]);
    if (constant(opcode) || collection(opcode) || reference(opcode)) return true;
    switch (opcode) {
      case 0x80: take(1); return true;                                                        // PROTO
      case 0x95: take(8); return true;                                                        // FRAME
      case 'Q': loadStorage(); return true;                                                   // BINPERSID
      case 'R': reduce(); return true;                                                        // REDUCE
      case 'b': build(); return true;                                                         // BUILD
      case '.': return false;                                                                 // STOP
      default: break;
    }
    static const char* digits = "0123456789abcdef";
    refuse(std::string("opcode 0x") + digits[opcode >> 4] + digits[opcode & 15] + " is not allowed in a file of weights; it was not run");
  }
  bool constant(unsigned char opcode) {
    switch (opcode) {
      case 'N': pushKind(Kind::Nothing); return true;                                         // NONE
      case 0x88: pushKind(Kind::Boolean, 1); return true;                                     // NEWTRUE
      case 0x89: pushKind(Kind::Boolean, 0); return true;                                     // NEWFALSE
      case 'J': pushWhole(static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4)))); return true;   // BININT
      case 'K': pushWhole(static_cast<std::int64_t>(number(1))); return true;                 // BININT1
      case 'M': pushWhole(static_cast<std::int64_t>(number(2))); return true;                 // BININT2
      case 0x8a: longNumber(); return true;                                                   // LONG1
      case 'G': take(8); pushKind(Kind::Number); return true;                                 // BINFLOAT
      case 'X': pushText(take(number(4))); return true;                                       // BINUNICODE
      case 0x8c: pushText(take(number(1))); return true;                                      // SHORT_BINUNICODE
      default: return false;
    }
  }
  void longNumber() {
    const auto raw = take(number(1));
    Value value;
    value.kind = Kind::Whole;
    if (raw.size() <= 8) {
      std::uint64_t bits = !raw.empty() && (static_cast<unsigned char>(raw.back()) & 0x80) ? ~std::uint64_t{0} : 0;
      for (std::size_t i = raw.size(); i-- > 0;) bits = (bits << 8) | static_cast<unsigned char>(raw[i]);
      value.whole = static_cast<std::int64_t>(bits);
    } else {
      for (const char c : raw) {
        static const char* digits = "0123456789abcdef";
        value.text += digits[static_cast<unsigned char>(c) >> 4];
        value.text += digits[static_cast<unsigned char>(c) & 15];
      }
    }
    push(std::move(value));
  }
  bool collection(unsigned char opcode) {
    switch (opcode) {
      case '(': pushKind(Kind::Mark); return true;                                            // MARK
      case ')': pushTuple({}); return true;                                                   // EMPTY_TUPLE
      case 't': pushTuple(popToMark()); return true;                                          // TUPLE
      case 0x85: case 0x86: case 0x87: pushTupleOf(static_cast<std::size_t>(opcode - 0x84)); return true;   // TUPLE1..3
      case ']': pushKind(Kind::List); return true;                                            // EMPTY_LIST
      case '}': pushKind(Kind::Dictionary); return true;                                      // EMPTY_DICT
      case 'a': { const Id value = pop(); append(Kind::List, {value}); return true; }         // APPEND
      case 'e': { const auto items = popToMark(); append(Kind::List, items); return true; }   // APPENDS
      case 's': { const Id value = pop(), key = pop(); append(Kind::Dictionary, {key, value}); return true; }   // SETITEM
      case 'u': { const auto items = popToMark(); append(Kind::Dictionary, items); return true; }               // SETITEMS
      default: return false;
    }
  }
  bool reference(unsigned char opcode) {
    switch (opcode) {
      case 'q': remember(number(1)); return true;                                             // BINPUT
      case 'r': remember(number(4)); return true;                                             // LONG_BINPUT
      case 0x94: remember(m_memo.size()); return true;                                        // MEMOIZE
      case 'h': recall(number(1)); return true;                                               // BINGET
      case 'j': recall(number(4)); return true;                                               // LONG_BINGET
      case 'c': { const std::string module = line(); pushName(module + " " + line()); return true; }            // GLOBAL
      case 0x93: {                                                                            // STACK_GLOBAL
        const Value &name = m_values[pop()], &module = m_values[pop()];
        if (name.kind != Kind::Text || module.kind != Kind::Text) refuse("a name that is no text");
        pushName(module.text + " " + name.text);
        return true;
      }
      default: return false;
    }
  }

  // ---- the result
  void collect(Id id, StatePickle& result) {
    const Value& value = m_values[id];
    if (value.kind == Kind::Dictionary) return collectDictionary(value, result, true);
    if (value.kind == Kind::Whole) result.wholeNumber = value.text.empty() ? std::to_string(value.whole) : value.text;
    if (value.kind == Kind::List)
      for (const Id item : value.items)
        if (m_values[item].kind == Kind::Text) result.texts.push_back(m_values[item].text);
  }
  void collectDictionary(const Value& dictionary, StatePickle& result, bool outermost) {
    std::map<std::string, bool> seen;
    for (std::size_t i = 0; i + 1 < dictionary.items.size(); i += 2) {
      const Value &key = m_values[dictionary.items[i]], &value = m_values[dictionary.items[i + 1]];
      if (key.kind != Kind::Text) continue;
      if (outermost && key.text == "state_dict" && value.kind == Kind::Dictionary) {
        collectDictionary(value, result, false);
        continue;
      }
      if (value.kind != Kind::Tensor) {
        result.ignored.push_back(key.text);
        continue;
      }
      if (!seen.emplace(key.text, true).second) throw std::invalid_argument(m_source + ": tensor " + key.text + " is there twice");
      const Value& storage = m_values[value.items[0]];
      result.tensors.push_back({key.text, storage.text, storage.type, storage.whole, value.whole, value.shape, value.strides});
    }
  }

  std::string_view m_pickle;
  std::string m_source;
  std::size_t m_place = 0, m_opcode = 0;
  std::deque<Value> m_values;                         // references stay valid while it grows
  std::vector<Id> m_stack;
  std::map<std::uint64_t, Id> m_memo;
};

}  // namespace

StatePickle readStatePickle(std::string_view pickle, const std::string& source) { return PickleReader(pickle, source).read(); }

}  // namespace cloze

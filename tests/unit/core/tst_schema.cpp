// The schema over a toy struct: one line a setting gives JSON, --set, validation, flag path, form row, diff, hash and JSON Schema.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/schema.h"
#include "tests/support/suite.h"

#include <cmath>

using namespace cloze;

namespace {

struct Colour {
  std::string name = "red";
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { visit("name", self.name, Choices{{"red", "green"}}); }
};

struct Square {
  double side = 1;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { visit("side", self.side, Unit{"mm"}, Range{0.1, 10}); }
};

struct Circle {
  double radius = 2;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { visit("radius", self.radius); }
};

template <class T> std::unique_ptr<Settings> make() { return std::make_unique<SettingsOf<T>>(); }

const VariantTable& shapes() {
  static const VariantTable table = {{"square", "Square", "", make<Square>}, {"circle", "Circle", "", make<Circle>}};
  return table;
}

struct Toy {
  std::int64_t size = 3;
  bool shiny = false;
  std::string label = "toy";
  std::optional<double> weight;
  std::vector<std::int64_t> counts{1, 2};
  Colour colour;
  Variant shape{shapes(), "square"};
  std::vector<Colour> more;
  int thenRuns = 0;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("size", self.size, Help{"How large"}, Unit{"cm"}, Range{1, 9}, Then{[&self] { ++self.thenRuns; }});
    visit("shiny", self.shiny);
    visit("label", self.label);
    visit("weight", self.weight, Range{0, 100});
    visit("counts", self.counts);
    visit.group("colour", self.colour);
    visit.variant("shape", "id", self.shape, shapes());
    visit.list("more", self.more);
  }
};

// The same struct with one line more: what a developer does to add a setting.
struct GrownToy : Toy {
  std::int64_t wheels = 4;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    Toy::describe(self, visit);
    visit("wheels", self.wheels, Label{"Wheels"}, Help{"How many wheels"}, Range{0, 8});
  }
};

std::string messages(const std::vector<Problem>& problems) { return describeProblems(problems); }

}  // namespace

class TestSchema : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void jsonRoundTrip() {
    Toy toy;
    toy.size = 7;
    toy.weight = 2.5;
    toy.shape.choose(shapes(), "circle");
    toy.shape.as<Circle>().radius = 9;
    toy.more.push_back({"green"});
    Toy read;
    QVERIFY(fromJson(read, toJson(toy)).empty());
    QCOMPARE(toJson(read), toJson(toy));
    QCOMPARE(read.shape.as<Circle>().radius, 9.0);
    QCOMPARE(read.more.size(), std::size_t{1});
  }

  void reportsAllProblemsAtOnce() {
    const Json json = Json::parse(R"({"size": 12, "shinny": true, "label": 4, "weight": "x", "counts": [1, "b"], "colour": {"name": "rad"},
                                      "shape": {"id": "squar"}, "more": [{"name": "red"}, 3]})");
    Toy toy;
    const std::vector<Problem> problems = fromJson(toy, json);
    const std::string text = messages(problems);
    QCOMPARE(problems.size(), std::size_t{8});
    for (const char* part : {"size: must be between 1 and 9, found 12", "shinny: unknown key; did you mean \"shiny\"?", "label: must be text",
                             "weight: must be a number", "counts: must be a whole number", "colour.name: \"rad\" is not known; did you mean \"red\"?",
                             "shape.id: \"squar\" is not known; did you mean \"square\"?", "more.1: must be an object"})
      QVERIFY2(text.find(part) != std::string::npos, (std::string(part) + "\nin\n" + text).c_str());
  }

  void aWrongValueLeavesTheOldOne() {
    Toy toy;
    fromJson(toy, Json{{"size", 100}});
    QCOMPARE(toy.size, std::int64_t{3});
  }

  void unknownKeysCanBeKept() {
    Toy toy;
    QVERIFY(fromJson(toy, Json{{"future", 1}}, UnknownKeys::AreKept).empty());
  }

  void thenRunsWhenTheValueChanges() {
    Toy toy;
    fromJson(toy, Json{{"size", 3}});
    QCOMPARE(toy.thenRuns, 0);
    fromJson(toy, Json{{"size", 4}});
    QCOMPARE(toy.thenRuns, 1);
  }

  void wholeNumbersMayBeWrittenAsFloats() {
    Toy toy;
    QVERIFY(fromJson(toy, Json::parse(R"({"size": 4.0})")).empty());
    QCOMPARE(toy.size, std::int64_t{4});
    QCOMPARE(fromJson(toy, Json::parse(R"({"size": 4.5})")).size(), std::size_t{1});
    QCOMPARE(fromJson(toy, Json::parse(R"({"size": 18446744073709551615})")).size(), std::size_t{1});
  }

  void assignsByPath() {
    Toy toy;
    Json json = Json::object();
    const auto known = flatten(toy);
    assignSetting(json, "size=5", known);
    assignSetting(json, "label=123", known);
    assignSetting(json, "counts=7", known);
    assignSetting(json, "colour.name=green", known);
    assignSetting(json, "shape.side=2.5", known);
    readJson(toy, json);
    QCOMPARE(toy.size, std::int64_t{5});
    QCOMPARE(toy.label, std::string("123"));
    QCOMPARE(toy.counts, std::vector<std::int64_t>{7});
    QCOMPARE(toy.colour.name, std::string("green"));
    QCOMPARE(toy.shape.as<Square>().side, 2.5);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, assignSetting(json, "nothing"));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, assignSetting(json, "size.deeper=1"));
  }

  void validatesRangesOfValuesAsTheyAre() {
    Toy toy;
    QVERIFY(validate(toy).empty());
    toy.size = 0;
    toy.weight = 1e9;
    QCOMPARE(validate(toy).size(), std::size_t{2});
  }

  void notANumberIsOutOfRange() {
    Toy toy;
    toy.shape.as<Square>().side = std::nan("");
    QCOMPARE(validate(toy).size(), std::size_t{1});
  }

  void diffNamesWhatDiffers() {
    Toy left, right;
    right.size = 8;
    right.shape.choose(shapes(), "circle");
    std::vector<std::string> paths;
    for (const SettingDifference& difference : diff(left, right)) paths.push_back(difference.path);
    QCOMPARE(paths, (std::vector<std::string>{"size", "shape.id", "shape.side", "shape.radius"}));
  }

  void hashFollowsTheValues() {
    Toy left, right;
    QCOMPARE(schemaHash(left), schemaHash(right));
    right.counts.push_back(3);
    QVERIFY(schemaHash(left) != schemaHash(right));
  }

  void jsonSchemaKnowsRangesChoicesVariantsAndLists() {
    Toy toy;
    const Json schema = jsonSchema(toy, "Toy");
    QCOMPARE(schema["properties"]["size"]["maximum"].get<double>(), 9.0);
    QCOMPARE(schema["properties"]["size"]["x-unit"].get<std::string>(), std::string("cm"));
    QCOMPARE(schema["properties"]["shape"]["oneOf"].size(), std::size_t{2});
    QCOMPARE(schema["properties"]["shape"]["oneOf"][1]["properties"]["id"]["const"].get<std::string>(), std::string("circle"));
    QCOMPARE(schema["properties"]["more"]["items"]["properties"]["name"]["enum"].size(), std::size_t{2});
    QCOMPARE(schema["properties"]["weight"]["type"], (Json{"number", "null"}));
    QCOMPARE(schema["additionalProperties"].get<bool>(), false);
  }

  void oneLineAddsASettingEverywhere() {
    GrownToy toy;
    QCOMPARE(toJson(toy)["wheels"].get<int>(), 4);                                       // key
    Json json = Json::object();
    assignSetting(json, "wheels=6", flatten(toy));                                       // flag
    readJson(toy, json);
    QCOMPARE(toy.wheels, std::int64_t{6});
    const FlatSetting row = flatten(toy).back();                                         // form row
    QCOMPARE(row.path, std::string("wheels"));
    QCOMPARE(row.info.shownLabel(), std::string("Wheels"));
    QCOMPARE(row.info.help, std::string("How many wheels"));
    QCOMPARE(fromJson(toy, Json{{"wheels", 9}}).size(), std::size_t{1});                 // check
    QVERIFY(jsonSchema(toy, "Toy")["properties"].contains("wheels"));
    QVERIFY(schemaHash(toy) != schemaHash(GrownToy()));
  }

  void labelsAreMadeFromKeys() {
    FieldInfo info;
    info.key = "hidden_size";
    QCOMPARE(info.shownLabel(), std::string("Hidden size"));
  }
};

CLOZE_TEST_SUITE(TestSchema, "schema")
#include "tst_schema.moc"

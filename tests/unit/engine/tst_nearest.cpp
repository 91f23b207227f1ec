// Exact nearest rows against the plain definition in double precision.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/random.h"
#include "engine/inspect/nearest.h"
#include "tests/support/suite.h"

namespace {

using namespace cloze;

std::vector<float> vectors(std::int64_t rows, std::int64_t width, std::uint64_t place) {
  Random source = random(7, Purpose::Test, 0, place);
  std::vector<float> values(static_cast<std::size_t>(rows * width));
  for (float& value : values) value = static_cast<float>(source.normal());
  return values;
}

double cosine(const float* a, const float* b, std::int64_t width) {
  double dot = 0, first = 0, second = 0;
  for (std::int64_t i = 0; i < width; ++i) {
    dot += static_cast<double>(a[i]) * b[i];
    first += static_cast<double>(a[i]) * a[i];
    second += static_cast<double>(b[i]) * b[i];
  }
  return dot / std::sqrt(first * second);
}

std::vector<std::int64_t> sortedByDefinition(const std::vector<float>& values, std::int64_t rows, std::int64_t width, const float* query) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return cosine(values.data() + a * width, query, width) > cosine(values.data() + b * width, query, width);
  });
  return order;
}

}  // namespace

class TestNearest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void equalsTheDefinition_data();
  void equalsTheDefinition();
  void breaksTiesByRow();
  void tellsApartWhatSinglePrecisionCannot();
  void leavesOutRowsWithoutDirection();
  void looksOnlyAtAllowedRows();
  void refusesWrongRequests();
};

void TestNearest::equalsTheDefinition_data() {
  QTest::addColumn<int>("rows");
  QTest::addColumn<int>("width");
  QTest::addColumn<int>("k");
  for (const int width : {1, 7, 16, 31, 32, 33, 64, 100, 384}) QTest::addRow("width %d", width) << 500 << width << 20;
  QTest::newRow("k beyond the rows") << 5 << 8 << 50;
  QTest::newRow("one row") << 1 << 8 << 1;
}

void TestNearest::equalsTheDefinition() {
  QFETCH(int, rows);
  QFETCH(int, width);
  QFETCH(int, k);
  const auto values = vectors(rows, width, 1);
  const auto query = vectors(1, width, 2);
  const auto found = NearestRows(values.data(), rows, width)(query.data(), k);
  const auto expected = sortedByDefinition(values, rows, width, query.data());
  QCOMPARE(static_cast<int>(found.size()), std::min(rows, k));
  for (std::size_t i = 0; i < found.size(); ++i) {
    QCOMPARE(found[i].row, expected[i]);
    QVERIFY(std::abs(found[i].similarity - cosine(values.data() + found[i].row * width, query.data(), width)) < 1e-12);
  }
}

void TestNearest::breaksTiesByRow() {
  const std::vector<float> values{0, 1, /**/ 2, 2, /**/ 1, 1, /**/ 4, 4, /**/ 1, 0};   // rows 1, 2, 3 point the same way
  const float query[] = {1, 1};
  const auto found = NearestRows(values.data(), 5, 2)(query, 3);
  QCOMPARE(found.size(), std::size_t{3});
  for (std::size_t i = 0; i < 3; ++i) QCOMPARE(found[i].row, static_cast<std::int64_t>(i + 1));
}

void TestNearest::tellsApartWhatSinglePrecisionCannot() {
  constexpr std::int64_t kRows = 64, kWidth = 48;
  const auto query = vectors(1, kWidth, 3);
  std::vector<float> values;
  for (std::int64_t row = 0; row < kRows; ++row) {            // ever nearer to the query, by less than a float's rounding of the cosine
    values.insert(values.end(), query.begin(), query.end());
    values[static_cast<std::size_t>(row * kWidth)] += 1e-4F * static_cast<float>(kRows - row);
  }
  const auto found = NearestRows(values.data(), kRows, kWidth)(query.data(), 10);
  for (std::size_t i = 0; i < found.size(); ++i) QCOMPARE(found[i].row, kRows - 1 - static_cast<std::int64_t>(i));
}

void TestNearest::leavesOutRowsWithoutDirection() {
  constexpr std::int64_t kWidth = 40;
  auto values = vectors(6, kWidth, 4);
  values[1 * kWidth + 3] = std::numeric_limits<float>::quiet_NaN();
  values[2 * kWidth + 39] = std::numeric_limits<float>::infinity();
  std::fill_n(values.begin() + 4 * kWidth, kWidth, 0.0F);
  const auto query = vectors(1, kWidth, 5);
  const NearestRows rows(values.data(), 6, kWidth);
  QCOMPARE(rows.excluded(), 3);
  std::vector<std::int64_t> found;
  for (const Nearest& near : rows(query.data(), 6)) found.push_back(near.row);
  std::sort(found.begin(), found.end());
  QCOMPARE(found, (std::vector<std::int64_t>{0, 3, 5}));
}

void TestNearest::looksOnlyAtAllowedRows() {
  const auto values = vectors(50, 8, 6);
  const auto query = vectors(1, 8, 7);
  std::vector<bool> allowed(50);
  allowed[4] = allowed[40] = true;
  const auto found = NearestRows(values.data(), 50, 8)(query.data(), 10, allowed);
  QCOMPARE(found.size(), std::size_t{2});
  for (const Nearest& near : found) QVERIFY(near.row == 4 || near.row == 40);
}

void TestNearest::refusesWrongRequests() {
  const auto values = vectors(3, 4, 8);
  const NearestRows rows(values.data(), 3, 4);
  const float zero[4] = {}, broken[4] = {1, std::numeric_limits<float>::quiet_NaN(), 0, 0};
  QVERIFY_THROWS_EXCEPTION(std::invalid_argument, rows(values.data(), 0));
  QVERIFY_THROWS_EXCEPTION(std::invalid_argument, rows(zero, 1));
  QVERIFY_THROWS_EXCEPTION(std::invalid_argument, rows(broken, 1));
}

CLOZE_TEST_SUITE(TestNearest, "nearest")
#include "tst_nearest.moc"

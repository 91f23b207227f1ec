// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/compare_groups.h"

#include "engine/core/schema.h"
#include "engine/run_spec.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace cloze {

bool differOnlyInSeed(const Json& left, const Json& right) {
  if (!left.is_object() || !right.is_object()) return false;
  RunSpec first, second;
  try {
    fromJson(first, left, UnknownKeys::AreKept);
    fromJson(second, right, UnknownKeys::AreKept);
  } catch (const std::exception&) {                      // of a newer Cloze, or broken: on its own
    return false;
  }
  const auto differences = diff(first, second);
  return std::all_of(differences.begin(), differences.end(), [](const SettingDifference& one) { return one.path == "seed" || one.path == "name"; });
}

std::vector<std::vector<RunData*>> groupBySeed(const std::vector<RunData*>& runs) {
  std::vector<std::vector<RunData*>> groups;
  for (RunData* run : runs) {
    const auto twin = std::find_if(groups.begin(), groups.end(), [run](const std::vector<RunData*>& group) { return differOnlyInSeed(group.front()->spec(), run->spec()); });
    if (twin == groups.end()) groups.push_back({run});
    else twin->push_back(run);
  }
  return groups;
}

std::vector<QString> runTitles(const std::vector<RunData*>& runs) {
  const auto nameOf = [](const RunData* run) { return QString::fromStdString(run->row().name.empty() ? run->id() : run->row().name); };
  const auto seedOf = [](const RunData* run) { return run->spec().is_object() && run->spec().contains("seed") ? QString::fromStdString(run->spec()["seed"].dump()) : QString(); };
  std::map<QString, int> names, seeds;
  for (const RunData* run : runs) {
    ++names[nameOf(run)];
    ++seeds[nameOf(run) + QLatin1Char('\n') + seedOf(run)];
  }
  std::vector<QString> titles;
  for (const RunData* run : runs) {
    QString title = nameOf(run);
    const bool seedTells = seeds[title + QLatin1Char('\n') + seedOf(run)] == 1 && !seedOf(run).isEmpty();
    if (names[title] > 1) title = seedTells ? QCoreApplication::translate("Compare", "%1, seed %2").arg(title, seedOf(run)) : QStringLiteral("%1, %2").arg(title, QString::fromStdString(run->id()));
    titles.push_back(title);
  }
  return titles;
}

bool comparedByMean(const std::string& metric) {
  return metric.compare(0, 11, "validation/") != 0 && metric.compare(0, 13, "learning_rate") != 0;
}

double valueAt(const CurveStore& store, double x) {
  const auto near = store.nearest(x);
  if (!near || x < store.x(0) || x > store.lastX()) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t left = store.x(*near) <= x ? *near : *near - 1;
  if (store.x(left) == x || left + 1 == store.size()) return store.y(left);
  const double share = (x - store.x(left)) / (store.x(left + 1) - store.x(left));
  return store.y(left) * (1 - share) + store.y(left + 1) * share;
}

SeedBand::SeedBand(std::vector<std::shared_ptr<const SmoothedCurve>> members, bool averaged) : m_members(std::move(members)), m_averaged(averaged), m_ends(m_members.size(), -1) { update(); }

void SeedBand::update() {
  double end = std::numeric_limits<double>::max();
  bool wentBack = false;
  for (std::size_t i = 0; i < m_members.size(); ++i) {
    const CurveStore& points = store(*m_members[i]);
    if (points.empty()) return;
    end = std::min(end, points.lastX());
    wentBack = wentBack || points.lastX() < m_ends[i];
    m_ends[i] = points.lastX();
  }
  if (wentBack)
    for (const auto& curve : {m_mean, m_low, m_high}) curve->clear();
  const CurveStore& guide = store(*m_members.front());
  const double after = m_mean->raw().empty() ? -1 : m_mean->raw().lastX();
  for (std::size_t i = after < 0 ? 0 : *guide.nearest(after); i < guide.size() && guide.x(i) <= end; ++i) {
    if (guide.x(i) <= after) continue;
    double sum = 0, squares = 0;
    for (const auto& member : m_members) sum += valueAt(store(*member), guide.x(i));
    const double mean = sum / static_cast<double>(m_members.size());
    for (const auto& member : m_members) squares += std::pow(valueAt(store(*member), guide.x(i)) - mean, 2);
    const double deviation = m_members.size() < 2 ? 0 : std::sqrt(squares / static_cast<double>(m_members.size() - 1));
    m_mean->append(guide.x(i), mean);
    m_low->append(guide.x(i), mean - deviation);
    m_high->append(guide.x(i), mean + deviation);
  }
}

}  // namespace cloze

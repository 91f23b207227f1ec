// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_status.h"

#include "engine/bench.h"
#include "engine/core/clock.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QFile>
#include <QHBoxLayout>
#include <QMenu>

#include <algorithm>
#include <cmath>
#include <limits>
#include <unistd.h>

namespace cloze {

namespace {

constexpr std::size_t kKeptMessages = 50;
constexpr int kIconRoom = 28, kLeastMessage = 80;      // pixels: of the icon beside the message; of its text
constexpr int kMeasureAfter = 4000;                      // milliseconds of rest before sgemm is measured

double numberAt(const Json& json, std::initializer_list<const char*> path, double fallback) {
  const Json* place = &json;
  for (const char* key : path) {
    if (!place->is_object() || !place->contains(key)) return fallback;
    place = &(*place)[key];
  }
  return place->is_number() ? place->get<double>() : fallback;
}

const char* iconOf(RunHub::MessageKind kind) {
  return kind == RunHub::MessageKind::Error ? "error" : kind == RunHub::MessageKind::Warning ? "warning" : kind == RunHub::MessageKind::Good ? "ok" : "info";
}

IconColour colourOfKind(RunHub::MessageKind kind) {
  return kind == RunHub::MessageKind::Error ? IconColour::Bad : kind == RunHub::MessageKind::Warning ? IconColour::Warn : IconColour::Muted;
}

}  // namespace

double shareOfPeak(const RunData& run, double sgemmGflops) {
  const double parameters = static_cast<double>(run.row().parameters), rate = run.tokensPerSecond();
  if (!(parameters > 0) || !(rate > 0) || !(sgemmGflops > 0)) return std::numeric_limits<double>::quiet_NaN();
  const Json& spec = run.spec();
  const double table = std::min(parameters, numberAt(spec, {"family", "config", "hidden_size"}, 0) * numberAt(spec, {"tokenizer", "vocab_size"}, 0));
  const double predicted = numberAt(spec, {"objective", "masking", "probability"}, 1);
  return 6 * (parameters - table + predicted * table) * rate / (sgemmGflops * 1e9);
}

std::uint64_t processMemory() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QList<QByteArray> fields = file.readAll().split(' ');
  return fields.size() < 2 ? 0 : fields[1].toULongLong() * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

EngineStatus::EngineStatus(RunHub* hub, QWidget* parent)
    : QWidget(parent), m_hub(hub), m_dot(new QLabel), m_state(makeLabel({})), m_memory(makeLabel({}, "muted")), m_log(makeLabel({}, "muted")), m_message(makeButton({}, {}, "link")) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kSpace2, 0, kSpace2, 0);
  row->setSpacing(kSpace2);
  for (QWidget* part : {static_cast<QWidget*>(m_dot), static_cast<QWidget*>(m_state), static_cast<QWidget*>(m_memory), static_cast<QWidget*>(m_log)}) row->addWidget(part);
  row->addStretch(1);
  row->addWidget(m_message);
  m_memory->setToolTip(tr("Memory of this window and of what trains in it"));
  m_log->setText(tr("Log %1").arg(QString::fromStdString(hub->logFile().filename().string())));
  m_log->setToolTip(QString::fromStdString(hub->logFile().string()));
  m_timer.setInterval(1000);
  connect(&m_timer, &QTimer::timeout, this, &EngineStatus::refresh);
  connect(m_message, &QPushButton::clicked, this, &EngineStatus::read);
  QTimer::singleShot(kMeasureAfter, this, &EngineStatus::measurePeak);
  m_timer.start();
  refresh();
  showMessage();
}

EngineStatus::~EngineStatus() {
  if (m_measuring.joinable()) m_measuring.join();
}

// Once, on a thread of its own, while nothing trains: both would disturb each other.
void EngineStatus::measurePeak() {
  if (m_asked || !isVisible()) return;
  if (!m_hub->sessions().empty()) return QTimer::singleShot(kMeasureAfter, this, &EngineStatus::measurePeak);
  m_asked = true;
  m_measuring = std::thread([this] {
    const double peak = sgemmPeakGflops(0);
    QMetaObject::invokeMethod(this, [this, peak] { m_peak = peak; }, Qt::QueuedConnection);
  });
}

QString EngineStatus::stateText() const {
  const auto sessions = m_hub->sessions();
  if (sessions.empty()) return tr("Nothing trains in this window");
  const RunData* run = m_hub->data(sessions.front()->runId());
  const RunRow& row = run->row();
  const bool paused = row.status == RunStatus::Paused;
  QString text = (paused ? tr("Paused: %1") : tr("Training: %1")).arg(QString::fromStdString(row.name));
  if (row.steps > 0) text += tr(", step %1 of %2").arg(formatCount(row.step), formatCount(row.steps));
  const double share = shareOfPeak(*run, m_peak);
  if (!paused && std::isfinite(share)) text += tr(", %1 of peak").arg(formatPercent(share));
  if (sessions.size() > 1) text += tr(" and %n more", nullptr, static_cast<int>(sessions.size()) - 1);
  if (!m_hub->queue().empty()) text += tr("; %n in the queue", nullptr, static_cast<int>(m_hub->queue().size()));
  return text;
}

void EngineStatus::refresh() {
  const auto sessions = m_hub->sessions();
  const ThemeTokens& tokens = Theme::current().tokens();
  const bool paused = !sessions.empty() && m_hub->data(sessions.front()->runId())->row().status == RunStatus::Paused;
  const QString look = sessions.empty() ? QStringLiteral("ok") : paused ? QStringLiteral("pause") : QStringLiteral("play");
  m_dot->setPixmap(iconPixmap(look, sessions.empty() ? tokens.muted : paused ? tokens.warn : tokens.good, 16, devicePixelRatioF()));
  m_state->setText(stateText());
  m_state->setToolTip(m_peak > 0 ? tr("Peak: %1 Gflop/s of matrix products, measured here; the share is an estimate from the model's size").arg(formatNumber(m_peak)) : QString());
  const std::uint64_t memory = processMemory();
  m_memory->setText(memory ? formatBytes(memory) : QString());
  showMessage();
}

void EngineStatus::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showMessage();
}

void EngineStatus::say(RunHub::MessageKind kind, const QString& text) {
  m_messages.push_back({kind, text.simplified(), unixMilliseconds()});
  if (m_messages.size() > kKeptMessages) m_messages.pop_front();
  if (kind == RunHub::MessageKind::Error || kind == RunHub::MessageKind::Warning) ++m_unread;
  showMessage();
}

// The newest trouble until it is read, else quietly the newest message.
void EngineStatus::showMessage() {
  const auto troubled = [](const Message& message) { return message.kind == RunHub::MessageKind::Error || message.kind == RunHub::MessageKind::Warning; };
  const Message* shown = m_messages.empty() ? nullptr : &m_messages.back();
  if (m_unread > 0)
    for (const Message& message : m_messages)
      if (troubled(message)) shown = &message;
  m_message->setVisible(shown != nullptr);
  if (!shown) return;
  const QString text = m_unread > 1 ? tr("%1 (%n more)", nullptr, m_unread - 1).arg(shown->text) : shown->text;
  m_message->setIcon(icon(QString::fromLatin1(iconOf(shown->kind)), colourOfKind(shown->kind)));
  int taken = 4 * kSpace2 + kIconRoom;
  for (const QWidget* part : {m_dot, m_state, m_memory, m_log}) taken += part->sizeHint().width() + kSpace2;
  m_message->setText(m_message->fontMetrics().elidedText(text, Qt::ElideRight, std::max(kLeastMessage, width() - taken)));
  m_message->setToolTip(shown->text);
  m_message->setAccessibleName(tr("Last message: %1").arg(shown->text));
  setRole(m_message, m_unread > 0 ? "link" : "quiet");
}

void EngineStatus::read() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  int shown = 0;
  for (auto message = m_messages.rbegin(); message != m_messages.rend() && shown < 12; ++message, ++shown)
    menu->addAction(icon(QString::fromLatin1(iconOf(message->kind)), colourOfKind(message->kind)),
                    formatTime(message->time) + QStringLiteral("  ") + fontMetrics().elidedText(message->text, Qt::ElideRight, 700));
  m_unread = 0;
  showMessage();
  menu->popup(m_message->mapToGlobal(QPoint(0, -menu->sizeHint().height())));
}

}  // namespace cloze

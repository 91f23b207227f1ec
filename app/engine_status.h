// The status bar: what the engine does and at what share of the machine's speed, the memory of this process, and the last message, which stays
// until it is read; a click shows the earlier ones too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/run_hub.h"

#include <QTimer>
#include <QWidget>

#include <deque>

class QLabel;
class QPushButton;

namespace cloze {

// What a step of this run must compute, as multiply-adds of its weights (6 operations a weight and token; the vocabulary's matrix counts only where
// words are predicted), over what sgemm reaches here. NaN when something is unknown. An estimate, which `cloze bench train` measures exactly.
double shareOfPeak(const RunData& run, double sgemmGflops);
std::uint64_t processMemory();                           // resident bytes; 0 = unknown

class EngineStatus : public QWidget {
  Q_OBJECT
 public:
  struct Message { RunHub::MessageKind kind; QString text; std::int64_t time; };
  explicit EngineStatus(RunHub* hub, QWidget* parent = nullptr);
  ~EngineStatus() override;
  void refresh();
  void say(RunHub::MessageKind kind, const QString& text);    // warnings and errors stay until read
  double peak() const { return m_peak; }                    // sgemm, Gflop/s; 0 until it is measured
  int unread() const { return m_unread; }
  QString lastMessage() const { return m_messages.empty() ? QString() : m_messages.back().text; }
  QPushButton* messageButton() const { return m_message; }

 private:
  void read();
  void measurePeak();
  void resizeEvent(QResizeEvent* event) override;
  void showMessage();
  QString stateText() const;

  RunHub* m_hub;
  QLabel *m_dot, *m_state, *m_memory, *m_log;
  QPushButton* m_message;
  std::deque<Message> m_messages;                        // newest last, the last 50
  int m_unread = 0;
  QTimer m_timer;
  double m_peak = 0;
  std::thread m_measuring;
  bool m_asked = false;
};

}  // namespace cloze

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/inspector_session.h"

#include "app/inspector_desk.h"
#include "widgets/shared/format.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace cloze {

namespace {

struct Job {
  std::uint64_t number = 0;
  AskerId asker = 0;
  ModelSource model;
  InspectorQuestion question;
  std::shared_ptr<Progress> progress;
};

}  // namespace

class InspectorSession::Worker : public std::enable_shared_from_this<InspectorSession::Worker> {
 public:
  explicit Worker(InspectorSession* session) : m_session(session) {}

  void start() { m_thread = std::thread([this] { work(); }); }

  void end() {
    {
      const std::lock_guard lock(m_mutex);
      m_ending = true;
      m_session = nullptr;
      for (auto& [asker, job] : m_newest) job.progress->cancel();
    }
    m_changed.notify_all();
    m_thread.join();
  }

  // The newest question of this asker: older ones are cancelled.
  Job open(AskerId asker, InspectorQuestion question) {
    const std::lock_guard lock(m_mutex);
    Job job{++m_lastNumber, asker, {}, std::move(question), nullptr};
    job.progress = std::make_shared<Progress>(Progress::Listener([this, asker, number = job.number](const std::string& what, std::int64_t done, std::int64_t total) {
      const QString share = total > 0 ? QStringLiteral(" ") + formatPercent(static_cast<double>(done) / static_cast<double>(total)) : QString();
      tell(asker, number, [asker, text = QString::fromStdString(what) + share](InspectorSession* session) { Q_EMIT session->waiting(asker, text); });
    }));
    const auto older = m_newest.find(asker);
    if (older != m_newest.end()) older->second.progress->cancel();
    m_newest[asker] = {job.number, job.progress};
    return job;
  }

  void push(Job job) {
    {
      const std::lock_guard lock(m_mutex);
      m_jobs.push_back(std::move(job));
    }
    m_changed.notify_all();
  }

  void cancel(AskerId asker) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_newest.find(asker);
    if (found == m_newest.end()) return;
    found->second.progress->cancel();
    m_newest.erase(found);
  }

  // Runs `say` in the window's thread unless a newer question has come meanwhile.
  template <class Say> void tell(AskerId asker, std::uint64_t number, Say say) {
    const std::lock_guard lock(m_mutex);
    if (!m_session) return;
    QMetaObject::invokeMethod(m_session, [self = shared_from_this(), asker, number, say = std::move(say)] {
      InspectorSession* session = self->current(asker, number);
      if (session) say(session);
    }, Qt::QueuedConnection);
  }

 private:
  struct Newest { std::uint64_t number = 0; std::shared_ptr<Progress> progress; };

  InspectorSession* current(AskerId asker, std::uint64_t number) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_newest.find(asker);
    return found != m_newest.end() && found->second.number == number ? m_session : nullptr;
  }

  void work() {
    for (;;) {
      Job job;
      {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
        if (m_ending) return;
        job = std::move(m_jobs.front());
        m_jobs.pop_front();
      }
      if (!job.progress->cancelled()) run(job);
    }
  }

  void run(Job& job) {
    try {
      ModelFacts facts;
      InspectorAnswer answer = m_desk.answer(job.model, job.question, facts, *job.progress);
      tell(job.asker, job.number, [asker = job.asker, facts = std::move(facts), answer = std::move(answer)](InspectorSession* session) { Q_EMIT session->answered(asker, facts, answer); });
    } catch (const Cancelled&) {
    } catch (const std::exception& error) {
      tell(job.asker, job.number, [asker = job.asker, text = QString::fromUtf8(error.what())](InspectorSession* session) { Q_EMIT session->failed(asker, text); });
    }
  }

  InspectorSession* m_session;
  std::thread m_thread;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::deque<Job> m_jobs;
  std::map<AskerId, Newest> m_newest;
  std::uint64_t m_lastNumber = 0;
  bool m_ending = false;
  InspectorDesk m_desk;      // of the worker's thread alone
};

InspectorSession::InspectorSession(FindLiveRun findLiveRun, QObject* parent)
    : QObject(parent), m_findLiveRun(std::move(findLiveRun)), m_worker(std::make_shared<Worker>(this)) {
  m_worker->start();
}

InspectorSession::~InspectorSession() { m_worker->end(); }

void InspectorSession::ask(AskerId asker, const ModelChoice& model, const InspectorQuestion& question) {
  Job job = m_worker->open(asker, question);
  if (!model.live) {
    job.model.checkpoint = model.checkpoint;
    return m_worker->push(std::move(job));
  }
  job.model.run = model.run;
  const LiveRun live = m_findLiveRun(model.run);
  if (!live.control) {
    Q_EMIT failed(asker, tr("This run is no longer training here. Choose one of its checkpoints."));
    return;
  }
  Q_EMIT waiting(asker, tr("Waiting for step %1...").arg(formatCount(live.step + 1)));
  live.control->requestSnapshot([worker = std::weak_ptr<Worker>(m_worker), job](std::shared_ptr<const ModelSnapshot> snapshot) {
    const auto alive = worker.lock();
    if (!alive) return;
    Job ready = job;
    ready.model.snapshot = std::move(snapshot);
    if (ready.model.snapshot) return alive->push(std::move(ready));
    alive->tell(job.asker, job.number, [asker = job.asker](InspectorSession* session) {
      Q_EMIT session->failed(asker, tr("The run ended before it could answer. Choose one of its checkpoints."));
    });
  });
}

void InspectorSession::cancel(AskerId asker) { m_worker->cancel(asker); }

}  // namespace cloze

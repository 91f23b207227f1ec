// The sentences that the user keeps to watch over training, in a file of the Cloze home: read once, written after each change off the window's
// thread. A file that cannot be read is moved aside, never overwritten.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

struct KeptSentence {
  std::string text;
  std::vector<std::pair<std::int32_t, std::int32_t>> masks;   // byte ranges of the text
  bool operator==(const KeptSentence& other) const { return text == other.text && masks == other.masks; }
  QString blanked() const;                                    // "Gibo ___ the harp ."
};

class KeptSentences : public QObject {
  Q_OBJECT
 public:
  explicit KeptSentences(std::filesystem::path file, QObject* parent = nullptr);
  const std::vector<KeptSentence>& all() const { return m_sentences; }
  const QString& problem() const { return m_problem; }        // of reading or writing
  bool add(const KeptSentence& sentence);                     // false: it is kept already
  void remove(const KeptSentence& sentence);

 Q_SIGNALS:
  void changed();

 private:
  void read();
  void write();
  std::filesystem::path m_file;
  std::vector<KeptSentence> m_sentences;
  QString m_problem;
};

}  // namespace cloze

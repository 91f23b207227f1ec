// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/text_sources.h"

#include "engine/core/files.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QCryptographicHash>
#include <QFileDialog>
#include <QFileInfo>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

TextSources::TextSources(QWidget* parent)
    : QWidget(parent), m_toyWorld(new QRadioButton(tr("The embedded toy world"))), m_files(new QRadioButton(tr("My files and folders"))), m_pasted(new QRadioButton(tr("Pasted text"))),
      m_list(new QListWidget), m_editor(new QPlainTextEdit), m_addFiles(makeButton(tr("Add files..."))), m_addFolder(makeButton(tr("Add folder..."))), m_remove(makeButton(tr("Remove"))),
      m_cancel(makeButton(tr("Cancel"), {}, "link")), m_state(makeText({}, "small")), m_warnings(makeText({}, "warn")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace1);
  column->addWidget(m_toyWorld);
  column->addWidget(m_files);
  column->addWidget(m_list);
  auto* buttons = new FlowLayout(nullptr, kSpace2, kSpace1);
  for (QPushButton* button : {m_addFiles, m_addFolder, m_remove}) buttons->addWidget(button);
  column->addLayout(buttons);
  column->addWidget(m_pasted);
  column->addWidget(m_editor);
  column->addWidget(m_state);
  column->addWidget(m_cancel, 0, Qt::AlignLeft);
  column->addWidget(m_warnings);
  m_toyWorld->setToolTip(tr("20,000 sentences in English and Russian, made by rules: small enough to learn in minutes"));
  m_files->setToolTip(tr("Plain text (.txt), JSON lines (.jsonl), both also gzipped, and folders of them"));
  m_pasted->setToolTip(tr("Typed or pasted here; saved as a file when the run starts"));
  m_list->setAccessibleName(tr("Text files and folders"));
  m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  fitToText(m_list, [this] { m_list->setFixedHeight(m_list->fontMetrics().lineSpacing() * 5); });
  m_list->setStyleSheet(QStringLiteral("QListWidget { border-radius: 6px; }"));
  m_list->setTextElideMode(Qt::ElideMiddle);
  m_list->setAcceptDrops(false);                         // the page takes what is dropped
  m_editor->setAcceptDrops(false);
  m_editor->setAccessibleName(tr("Pasted text"));
  m_editor->setPlaceholderText(tr("Paste or type the text: one document, or several with blank lines between them"));
  m_editor->setTabChangesFocus(true);
  fitToText(m_editor, [this] { m_editor->setFixedHeight(m_editor->fontMetrics().lineSpacing() * 8); });
  m_pause.setSingleShot(true);
  m_pause.setInterval(500);
  m_cancel->hide();
  m_warnings->hide();
  for (QRadioButton* choice : {m_toyWorld, m_files, m_pasted})
    connect(choice, &QRadioButton::toggled, this, [this](bool on) { if (on) takePasted(); });
  connect(m_addFiles, &QPushButton::clicked, this, [this] {
    addPaths(QFileDialog::getOpenFileNames(this, tr("Text files"), {}, tr("Text and pairs (*.txt *.jsonl *.txt.gz *.jsonl.gz *.tsv *.tsv.gz);;All files (*)")));
  });
  connect(m_addFolder, &QPushButton::clicked, this, [this] {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of text files"));
    if (!folder.isEmpty()) addPaths({folder});
  });
  connect(m_remove, &QPushButton::clicked, this, [this] { qDeleteAll(m_list->selectedItems()); refresh(); Q_EMIT changed(); });
  connect(m_list, &QListWidget::itemSelectionChanged, this, &TextSources::refresh);
  connect(m_editor, &QPlainTextEdit::textChanged, &m_pause, qOverload<>(&QTimer::start));
  connect(&m_pause, &QTimer::timeout, this, &TextSources::takePasted);
  connect(m_cancel, &QPushButton::clicked, this, &TextSources::cancelled);
  setTexts({kToyWorldEntry});
}

void TextSources::setTexts(const std::vector<std::string>& wanted) {
  if (wanted == texts()) return;
  const QSignalBlocker block(this);
  const bool toy = wanted.size() == 1 && wanted.front() == kToyWorldEntry;
  (toy ? m_toyWorld : m_files)->setChecked(true);
  m_list->clear();
  if (!toy)
    for (const std::string& path : wanted) addPaths({QString::fromStdString(path)});
  refresh();
}

std::vector<std::string> TextSources::texts() const {
  if (m_toyWorld->isChecked()) return {kToyWorldEntry};
  std::vector<std::string> result;
  if (m_pasted->isChecked()) {
    if (!m_pastedFile.empty()) result.push_back(m_pastedFile.string());
    return result;
  }
  for (int i = 0; i < m_list->count(); ++i) result.push_back(m_list->item(i)->data(Qt::UserRole).toString().toStdString());
  return result;
}

void TextSources::paste(const QString& text) {
  m_pasted->setChecked(true);
  m_editor->setPlainText(text);
  takePasted();
}

// The name follows from the content, so that the same text is one file however often it is pasted.
void TextSources::takePasted() {
  m_pause.stop();
  const QByteArray text = m_pasted->isChecked() ? m_editor->toPlainText().toUtf8() : QByteArray();
  m_pastedText = text.trimmed().isEmpty() ? std::string() : text.toStdString() + "\n";
  const std::string name = "pasted-" + QCryptographicHash::hash(text, QCryptographicHash::Sha1).toHex().left(10).toStdString() + ".txt";
  m_pastedFile = m_pastedText.empty() ? std::filesystem::path() : homeFolder() / "texts" / name;
  refresh();
  Q_EMIT changed();
}

void TextSources::showReport(const CorpusReport& report) {
  showProgress({});
  setRole(m_state, "small");
  const QString size = formatBytes(static_cast<std::uint64_t>(report.textBytes));
  m_state->setText(report.sentences > 0 ? tr("%1 sentences in %2 documents, %3 of text").arg(formatCount(report.sentences), formatCount(report.documents), size)
                                        : tr("%1 of text; sentences are counted when the run starts").arg(size));
  m_state->show();
  QStringList warnings;
  for (const std::string& warning : corpusWarnings(report)) warnings << messageText(warning);
  m_warnings->setText(warnings.mid(0, 3).join(QLatin1Char('\n')));
  m_warnings->setToolTip(warnings.join(QLatin1Char('\n')));
  m_warnings->setVisible(!warnings.isEmpty());
}

void TextSources::showProgress(const QString& text) {
  m_cancel->setVisible(!text.isEmpty());
  m_warnings->hide();
  setRole(m_state, "small");
  m_state->setText(text);
  m_state->setVisible(!text.isEmpty());
}

void TextSources::showProblem(const QString& text) {
  showProgress({});
  setRole(m_state, "problem");
  m_state->setText(text);
  m_state->setVisible(!text.isEmpty());
}

QString TextSources::stateText() const { return m_state->text(); }

void TextSources::addPaths(const QStringList& paths) {
  if (paths.isEmpty()) return;
  for (const QString& path : paths) {
    const std::vector<std::string> known = texts();
    if (m_files->isChecked() && std::find(known.begin(), known.end(), path.toStdString()) != known.end()) continue;
    auto* item = new QListWidgetItem(formatPath(path), m_list);
    item->setData(Qt::UserRole, path);
    item->setToolTip(path);
    item->setIcon(icon(QFileInfo(path).isDir() ? QStringLiteral("folder") : QStringLiteral("file"), IconColour::Muted));
  }
  m_files->setChecked(true);
  refresh();
  Q_EMIT changed();
}

void TextSources::refresh() {
  const bool files = m_files->isChecked();
  m_list->setVisible(files);
  for (QPushButton* button : {m_addFiles, m_addFolder, m_remove}) button->setVisible(files);
  m_editor->setVisible(m_pasted->isChecked());
  m_remove->setEnabled(!m_list->selectedItems().isEmpty());
}

}  // namespace cloze

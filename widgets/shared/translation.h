// The window's language: Qt's own texts, ours (cloze_ru.ts) and the schema's (schema_ru.ts, checked by a test since lupdate cannot see it).
// "pseudo" makes every text 40 % longer with accents, to find what is clipped or was forgotten.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string>

class QCoreApplication;

namespace cloze {

// id: "en", "ru", "pseudo", or "" for the system's language. Sets QLocale's default too. Returns the language chosen.
QString installLanguage(QCoreApplication& application, const QString& id);
QString pseudoText(const QString& text);

// A label, help, unit or title that comes from the engine's schema or catalogue, in the window's language.
QString schemaText(const std::string& text);
// The same for a message with numbers, "quoted" names and paths in it (a path may lead each line), which stand as %1, %2 ... in the translation; untranslated ones come back as they are.
QString messageText(const std::string& message);
// The id of a choice as people write it: "wordpiece" -> "WordPiece".
QString choiceText(const std::string& id);
// A metric, series or parameter group as people read it: "masked_accuracy" -> "Masked words right".
QString metricTitle(const std::string& id);
QString metricUnit(const std::string& id);       // "nats per predicted token", "share", ""
struct ValueBounds { double low = 0, high = 1; };
std::optional<ValueBounds> metricBounds(const std::string& id);   // that its values cannot leave

}  // namespace cloze

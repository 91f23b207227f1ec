// Numbers as people read them: 3.21, 1,240, 3.1 MB, 1 min 50 s, 1e-4; with the separators of the window's language (QLocale()).
// Not-a-number reads as an en dash. Files never use these: they are written in the "C" locale.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>

namespace cloze {

QString formatNumber(double value, int significant = 3);   // 3.21, 0.0412, 1,240, 1.2e-5
QString formatFixed(double value, int decimals);            // 0.70, −0.12
QString withMinusSign(QString number);                     // in place of the hyphen that QLocale writes in some languages
QString formatCount(std::int64_t value);                   // 1,240
QString formatShortCount(std::int64_t value);              // 4.4 M, 11.2 M, 930 k
QString formatPercent(double share);                       // 0.34 -> "34 %", below 10 % one decimal
QString formatBytes(std::uint64_t bytes);                  // "3.1 MB", powers of ten
QString formatDuration(double seconds);                    // "1 min 50 s", "12 s", "2 h 05 min"
QString formatRate(double rate);                           // learning rates: 1e-4, 4.2e-4, 0
QString formatDateTime(std::int64_t unixMilliseconds);     // local, "today 12:04" or "23 Nov 12:04"
QString formatTime(std::int64_t unixMilliseconds);         // local, 12:04:31
QString formatPath(const QString& path);                   // home folder as ~

}  // namespace cloze

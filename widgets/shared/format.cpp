// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr QChar kNarrowSpace(0x202F);   // between a number and its unit: never breaks

QString words(const char* text) { return QCoreApplication::translate("Format", text); }

QString notANumber(double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
}

QString scientific(double value, int significant) {
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  double mantissa = value / std::pow(10.0, exponent);
  const double unit = std::pow(10.0, significant - 1);
  mantissa = std::round(mantissa * unit) / unit;
  return withMinusSign(QLocale().toString(mantissa, 'g', significant)) + QStringLiteral("e") + QString::number(exponent);
}

}  // namespace

QString formatNumber(double value, int significant) {
  if (!std::isfinite(value)) return notANumber(value);
  const double size = std::abs(value);
  if (size == 0) return QStringLiteral("0");
  if (size < 1e-3 || size >= 1e9) return scientific(value, std::max(2, significant - 1));
  const int whole = static_cast<int>(std::floor(std::log10(size))) + 1;
  return formatFixed(value, size >= 100 ? 0 : significant - std::max(whole, size < 1 ? std::min(whole, 0) : 1));
}

QString withMinusSign(QString number) { return number.replace(QLatin1Char('-'), QChar(0x2212)); }

QString formatFixed(double value, int decimals) { return withMinusSign(QLocale().toString(value, 'f', std::clamp(decimals, 0, 12))); }

QString formatCount(std::int64_t value) { return QLocale().toString(static_cast<qlonglong>(value)); }

QString formatShortCount(std::int64_t value) {
  const double size = static_cast<double>(value);
  if (size >= 1e9) return formatFixed(size / 1e9, 1) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "G"));
  if (size >= 1e6) return formatFixed(size / 1e6, 1) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "M"));
  if (size >= 1e4) return formatFixed(size / 1e3, 0) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "k"));
  return formatCount(value);
}

QString formatPercent(double share) {
  if (!std::isfinite(share)) return notANumber(share);
  const double percent = share * 100;
  if (percent > 0 && percent < 0.05) return QStringLiteral("<") + formatFixed(0.1, 1) + kNarrowSpace + QLatin1Char('%');
  const int decimals = percent > 0.05 && percent < 9.95 ? 1 : 0;
  return formatFixed(percent, decimals) + kNarrowSpace + QLatin1Char('%');
}

QString formatBytes(std::uint64_t bytes) {
  const double size = static_cast<double>(bytes);
  if (size >= 1e9) return formatFixed(size / 1e9, 1) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "GB"));
  if (size >= 1e6) return formatFixed(size / 1e6, 1) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "MB"));
  if (size >= 1e3) return formatFixed(size / 1e3, 0) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "kB"));
  return formatCount(static_cast<std::int64_t>(bytes)) + kNarrowSpace + words(QT_TRANSLATE_NOOP("Format", "bytes"));
}

QString formatDuration(double seconds) {
  if (!std::isfinite(seconds)) return notANumber(seconds);
  const auto total = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds)));
  const QString s = words(QT_TRANSLATE_NOOP("Format", "s")), min = words(QT_TRANSLATE_NOOP("Format", "min")), h = words(QT_TRANSLATE_NOOP("Format", "h"));
  const auto pair = [](std::int64_t first, const QString& firstUnit, std::int64_t second, const QString& secondUnit) {
    return QStringLiteral("%1%2%3 %4%2%5").arg(first).arg(kNarrowSpace).arg(firstUnit).arg(second, 2, 10, QLatin1Char('0')).arg(secondUnit);
  };
  if (total < 60) return QString::number(total) + kNarrowSpace + s;
  if (total < 3600) return pair(total / 60, min, total % 60, s);
  return pair(total / 3600, h, total % 3600 / 60, min);
}

QString formatRate(double rate) {
  if (!std::isfinite(rate)) return notANumber(rate);
  if (rate == 0) return QStringLiteral("0");
  return scientific(rate, 2);
}

QString formatDateTime(std::int64_t unixMilliseconds) {
  const QDateTime when = QDateTime::fromMSecsSinceEpoch(unixMilliseconds);
  const QString clock = QLocale().toString(when.time(), QStringLiteral("HH:mm"));
  if (when.date() == QDate::currentDate()) return words(QT_TRANSLATE_NOOP("Format", "today %1")).arg(clock);
  const bool thisYear = when.date().year() == QDate::currentDate().year();
  return QLocale().toString(when.date(), thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy")) + QLatin1Char(' ') + clock;
}

QString formatTime(std::int64_t unixMilliseconds) {
  return QDateTime::fromMSecsSinceEpoch(unixMilliseconds).time().toString(QStringLiteral("HH:mm:ss"));
}

QString formatPath(const QString& path) {
  const QString home = QDir::homePath();
  if (!home.isEmpty() && home != QLatin1String("/") && path.startsWith(home + QLatin1Char('/'))) return QLatin1Char('~') + path.mid(home.size());
  return path;
}

}  // namespace cloze

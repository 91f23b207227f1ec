// cloze-workbench: the window. With --screenshot it renders every document of a finished demo run to PNG and exits.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "app/screenshots.h"
#include "engine/core/files.h"
#include "widgets/shared/translation.h"

#include <CLI/CLI.hpp>
#include <QApplication>

#include <cstdio>

namespace {

struct Options {
  std::string log, screenshot, size = "1280x800", theme, language;
  double fontScale = 0;                                  // 0: as the settings say
};

int readOptions(int argc, char** argv, Options& options) {
  CLI::App app("Cloze: train language models, watch them learn, and look inside");
  app.set_version_flag("--version", std::string("cloze-workbench ") + CLOZE_VERSION);
  app.add_option("--log", options.log, "Experiment log (default: the one in Cloze's home)");
  app.add_option("--screenshot", options.screenshot, "Write a picture of every document into this folder and exit");
  app.add_option("--size", options.size, "Size of the window, WIDTHxHEIGHT");
  app.add_option("--theme", options.theme, "light, dark or contrast (default: as the system)")->check(CLI::IsMember({"light", "dark", "contrast"}));
  app.add_option("--language", options.language, "en, ru or pseudo (default: as the system)")->check(CLI::IsMember({"en", "ru", "pseudo"}));
  app.add_option("--font-scale", options.fontScale, "Size of all text, 1.5 is 150 %")->check(CLI::Range(0.7, 3.0));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return -1;
}

QSize sizeFrom(const std::string& text) {
  int width = 0, height = 0;
  const bool good = std::sscanf(text.c_str(), "%dx%d", &width, &height) == 2 && width >= 640 && height >= 400;
  return good ? QSize(width, height) : QSize();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (const int code = readOptions(argc, argv, options); code >= 0) return code;
  const QSize size = sizeFrom(options.size);
  if (size.isEmpty()) {
    std::fprintf(stderr, "--size: \"%s\" is not WIDTHxHEIGHT of at least 640x400\n", options.size.c_str());
    return 2;
  }
  if (!options.screenshot.empty() && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("OPENBLAS_NUM_THREADS", "1");
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("Cloze"));
  QApplication::setDesktopFileName(QStringLiteral("cloze"));

  const bool pictures = !options.screenshot.empty();
  cloze::WindowSettings settings = pictures ? cloze::WindowSettings() : cloze::readWindowSettings(cloze::windowSettingsFile());
  if (!options.theme.empty()) settings.theme = cloze::Theme::kindFromId(QString::fromStdString(options.theme));
  if (!options.language.empty()) settings.language = options.language;
  if (options.fontScale > 0) settings.fontScale = options.fontScale;
  if (pictures) settings.size = size;
  const cloze::ThemeKind theme = settings.theme.value_or(pictures ? cloze::ThemeKind::Light : cloze::Theme::systemKind(application));
  cloze::installLanguage(application, pictures && settings.language.empty() ? QStringLiteral("en") : QString::fromStdString(settings.language));
  cloze::Theme::apply(application, theme, settings.fontScale);
  if (pictures) return cloze::takeScreenshots(options.screenshot, settings);

  cloze::MainWindow window(options.log.empty() ? cloze::defaultLogFile() : std::filesystem::absolute(options.log), settings);
  window.show();
  return QApplication::exec();
}

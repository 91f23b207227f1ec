// Every case in tests/golden/FAMILY: outputs, losses, gradients and gradient norms within the tolerances of its case.json; and once more after the
// model was written and read back, by us and by Hugging Face where Python has it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

#include "engine/core/json.h"
#include "engine/inspect/forward_calls.h"
#include "engine/io/hub_folder.h"
#include "tests/support/suite.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

struct Case {
  fs::path folder;
  Json description;
  std::unique_ptr<TextModel> model;
  NamedTensors stored;
};

Case loadCase(const fs::path& folder) {
  Case one;
  one.folder = folder;
  one.description = readJsonFile(folder / "case.json");
  const HubConfig hub = readHubConfig(folder);
  one.model = loadModelFolder(folder, nullptr, HeadChoice{headOf(hub.family, one.description["class"].get<std::string>()), hub.head.labels});
  one.stored = readSafetensors(folder / "io.safetensors");
  return one;
}

bool isOutput(const std::string& name) { return name.compare(0, 3, "in.") != 0 && name.compare(0, 6, "const.") != 0; }

// Largest |got - expected| / (atol + rtol |expected|); at most 1 passes.
double worstShare(const torch::Tensor& got, const torch::Tensor& expected, const Json& tolerance) {
  if (tolerance == "exact") return torch::equal(got, expected) ? 0 : INFINITY;                 // generated ids
  const auto exact = expected.to(torch::kFloat64), difference = (got.detach().to(torch::kFloat64) - exact).abs();
  const auto allowed = exact.abs() * tolerance.value("rtol", 0.0) + tolerance.value("atol", 0.0);
  return (difference / allowed.clamp_min(1e-30)).max().item<double>();
}

struct Worst { double share = 0; std::string name; };
void note(Worst& worst, double share, const std::string& name) {
  if (!(share <= worst.share)) worst = {share, name};
}

Worst compareOutputs(const Case& one, const NamedTensors& computed) {
  Worst worst;
  for (const auto& item : one.description["tensors"].items()) {
    if (!isOutput(item.key())) continue;
    const auto got = computed.find(item.key());
    if (got == computed.end() || got->second.sizes() != one.stored.at(item.key()).sizes()) return {INFINITY, item.key() + " is missing or misshapen"};
    note(worst, worstShare(got->second, one.stored.at(item.key()), item.value()["tolerance"]), item.key());
  }
  return worst;
}

// A gradient stands under one of the names of a tied weight, the reference may know it by the other.
NamedTensors::const_iterator findGradient(const NamedTensors& gradients, const std::string& name, const Json& description) {
  const auto found = gradients.find(name);
  if (found != gradients.end()) return found;
  const Json &norms = description["grad_norms_l2"], tied = description.value("tied_parameters", Json::object());
  for (const auto& [first, others] : tied.items())
    for (const Json& other : others)
      if (other == name && !norms.contains(first)) return gradients.find(first);
  return gradients.end();
}

Worst compareGradientNorms(const Case& one) {
  Worst worst;
  const NamedTensors gradients = namedGradients(*one.model);
  for (const auto& item : one.description["grad_norms_l2"].items()) {
    const auto found = findGradient(gradients, item.key(), one.description);
    if (found == gradients.end()) {                                                            // a tied copy whose gradient counts elsewhere
      if (item.value().get<double>() > 1e-5) return {INFINITY, item.key() + " has no gradient"};
      continue;
    }
    const double expected = item.value().get<double>(), got = found->second.norm().item<double>();
    note(worst, std::abs(got - expected) / std::max(1e-5, 1e-3 * expected), item.key());
  }
  return worst;
}

}  // namespace

class TestReferenceModels : public QObject {
  Q_OBJECT
 private:
  void addCases() {
    QTest::addColumn<QString>("folder");
    for (const auto& family : fs::directory_iterator(tests::sourceFolder() / "tests/golden")) {
      if (!family.is_directory() || !fs::exists(family.path())) continue;
      std::vector<fs::path> folders;
      for (const auto& folder : fs::directory_iterator(family.path()))
        if (fs::exists(folder.path() / "case.json") && fs::exists(folder.path() / "config.json")) folders.push_back(folder.path());
      std::sort(folders.begin(), folders.end());
      for (const fs::path& folder : folders)
        QTest::newRow((family.path().filename().string() + "/" + folder.filename().string()).c_str()) << QString::fromStdString(folder.string());
    }
  }
  Case fetchCase() const { QFETCH(QString, folder); return loadCase(folder.toStdString()); }

 private Q_SLOTS:
  void outputsAndGradientsAgree_data() { addCases(); }
  void outputsAndGradientsAgree() {
    const Case one = fetchCase();
    const Worst outputs = compareOutputs(one, runCalls(*one.model, one.description, one.stored));
    const Worst norms = compareGradientNorms(one);
    qInfo("largest share of the tolerance: outputs %.3f (%s), gradient norms %.3f (%s)", outputs.share, outputs.name.c_str(), norms.share, norms.name.c_str());
    QVERIFY2(outputs.share <= 1, outputs.name.c_str());
    QVERIFY2(norms.share <= 1, norms.name.c_str());
  }

  void whatIsWrittenReadsBackTheSame_data() { addCases(); }
  void whatIsWrittenReadsBackTheSame() {
    const Case one = fetchCase();
    QTemporaryDir folder, again;
    const fs::path path = folder.path().toStdString(), second = again.path().toStdString();
    saveModelFolder(*one.model, path, nullptr);
    LoadReport report;
    const auto model = loadModelFolder(path, &report);
    QCOMPARE(model->architecture(), one.description["class"].get<std::string>());
    QVERIFY(report.missing.empty() && report.ignored.empty() && report.renamed.empty());
    for (std::size_t i = 0; i < model->parameters().all().size(); ++i)
      QVERIFY(torch::equal(model->parameters().all()[i].tensor, one.model->parameters().all()[i].tensor));
    saveModelFolder(*model, second, nullptr);
    for (const char* name : {"model.safetensors", "config.json"}) {
      QFile a(QString::fromStdString((path / name).string())), b(QString::fromStdString((second / name).string()));
      QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
      QVERIFY(a.readAll() == b.readAll());
    }
    const Json before = readJsonFile(one.folder / "config.json"), after = readJsonFile(path / "config.json");
    for (const auto& item : before.items()) {
      const std::string key = item.key() == "torch_dtype" ? "dtype" : item.key();               // its older name
      QVERIFY2(after.contains(key) && after[key] == item.value(), key.c_str());
    }
  }

#ifdef CLOZE_PEERS   // needs python3 with torch and transformers
  // The folders we write, opened by from_pretrained: the first call's main output must be the stored one, with nothing missing or unexpected.
  void huggingFaceOpensWhatIsWritten() {
    QTemporaryDir root;
    QStringList arguments{"-c", R"(
import json, sys, torch, transformers, warnings
from safetensors.torch import load_file
transformers.logging.set_verbosity_error(); transformers.logging.disable_progress_bar()
for pair in sys.argv[1:]:
    ours, reference = pair.split('|')
    case = json.load(open(reference + '/case.json')); data = load_file(reference + '/io.safetensors')
    model, info = getattr(transformers, case['class']).from_pretrained(ours, output_loading_info=True, attn_implementation='eager')
    assert not info['missing_keys'] and not info['unexpected_keys'] and not info['mismatched_keys'], (ours, info)
    call = case['calls'][0]
    kwargs = {k: data[v] if isinstance(v, str) else v for k, v in call['kwargs'].items()}
    with torch.no_grad(): out = model.eval()(**kwargs)
    for name, about in case['tensors'].items():
        field = name.split('.')
        if field[0] != call['id'] or field[1] == 'derived_loss': continue
        got = out[field[1]] if len(field) == 2 else out[field[1]][int(field[2])]
        tolerance = about['tolerance']
        assert torch.allclose(got, data[name], rtol=tolerance['rtol'], atol=tolerance['atol']), (ours, name)
print('opened', len(sys.argv) - 1)
)"};
    int count = 0;
    for (const auto& folder : fs::recursive_directory_iterator(tests::sourceFolder() / "tests/golden")) {
      if (!fs::exists(folder.path() / "case.json") || !fs::exists(folder.path() / "config.json")) continue;
      const Case one = loadCase(folder.path());
      const fs::path ours = fs::path(root.path().toStdString()) / std::to_string(count++);
      fs::create_directory(ours);
      saveModelFolder(*one.model, ours, nullptr);
      arguments << QString::fromStdString(ours.string() + "|" + folder.path().string());
    }
    QProcess process;
    process.start("python3", arguments);
    QVERIFY(process.waitForFinished(600000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().right(800).constData());
    QCOMPARE(process.readAllStandardOutput().trimmed(), QByteArray("opened ") + QByteArray::number(count));
  }
#endif
};

CLOZE_TEST_SUITE(TestReferenceModels, "reference_models")
#include "tst_reference_models.moc"

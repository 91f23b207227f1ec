// The table of names.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/activations.h"

namespace cloze {

std::vector<std::string> activationNames() {
  return {"gelu", "gelu_new", "relu", "silu", "tanh", "gelu_10", "gelu_accurate", "gelu_fast", "gelu_python", "gelu_python_tanh",
          "gelu_pytorch_tanh", "hardswish", "laplace", "leaky_relu", "linear", "mish", "prelu", "quick_gelu", "relu2", "relu6",
          "sigmoid", "sqrtsoftplus", "swish", "xielu"};
}

}  // namespace cloze

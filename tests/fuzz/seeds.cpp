// Writes what the fuzz targets begin with: `fuzz_seeds FOLDER` fills FOLDER/TARGET for each target, and
// FOLDER/dictionary with the words that inputs are made of. All of it comes from the types.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <set>

#include "fuzz.hpp"
#include "support/one_of_each.hpp"

namespace {

std::filesystem::path folder;

void write(std::string_view target, const std::string& text) {
  const auto file = std::to_string(std::hash<std::string>()(text));
  std::filesystem::create_directories(folder / target);
  roster::write_atomically(folder / target / file, text);
}

/// The words of the types and of the formats.
class dictionary {
 public:
  template <class Registry>
  void add() {
    Registry::for_each([&]<class Config>(std::type_identity<Config>) {
      add(roster::type_name<Config>);
      for (const auto& field : roster::describe<Config>()) {
        add(field.name);
        const roster::value shown = field.by_default;
        if (const auto* text = shown.as<std::string_view>()) add(*text);
      }
    });
  }
  void add(std::string_view word) { words_.emplace(word); }
  void add(const roster::node& tree) {
    if (const auto* members = tree.as<roster::node::object>()) {
      for (const auto& member : *members) words_.insert(member.name);
    }
    roster::detail::for_each_child(tree, [&](const roster::node& child) { add(child); });
  }

  /// In libFuzzer's form: a quoted word in each line.
  std::string text() const {
    std::string all;
    for (const auto& word : words_) {
      all += '"';
      for (const char c : word) {
        char escaped[5];
        const bool plain = c > 0x20 && c < 0x7f && c != '"' && c != '\\';
        std::snprintf(escaped, sizeof escaped, "\\x%02x", static_cast<unsigned char>(c));
        all += plain ? std::string(1, c) : escaped;
      }
      all += "\"\n";
    }
    return all;
  }

 private:
  std::set<std::string> words_;
};

void write_recipes(const roster::node& scheduler, const roster::node& optimizer) {
  const roster::node recipe(roster::node::object{{"optimizer", optimizer}, {"scheduler", scheduler}});
  for (const auto& tree : {scheduler, recipe}) {
    write("recipes_json", roster::to_json(tree));
    write("recipes_yaml", roster::to_yaml(tree));
  }
}

void write_keywords(const roster::node& scheduler) {
  std::string lines, overrides(1, '\0');
  for (const auto& member : *scheduler.as<roster::node::object>()) {
    const auto given = roster::to_json(member.given);
    if (member.name == "name") {
      lines = roster::value(member.given).as<std::string_view>()->data();
    } else {
      lines += "\n" + member.name + " " + given;
      overrides += "scheduler." + member.name + "=" + given + "\n";
    }
  }
  write("keywords", lines);
  write("overrides", overrides);
  write("overrides", std::string(1, '\2') + "scheduler.schedulers[1]=" + roster::to_json(scheduler));
}

void write_states(std::uint8_t position, const fuzz::entry& one) {
  fuzz::groups optimizer{{.lr = 0.1, .momentum = 0.9}, {.lr = 0.25, .momentum = 0.8}};
  auto scheduler = fuzz::schedulers::create(one, optimizer);
  for (const char t : {'\0', '\5'}) {
    while (scheduler.last_epoch() < t) {
      scheduler.schedule().takes_metric() ? scheduler.step(1.0) : scheduler.step();
    }
    const std::string chosen{static_cast<char>(position), t};
    write("states", chosen + roster::to_json(scheduler.state_dict()));
    write("states", chosen + std::string("\0\3\0\3\5\0\0\0\0\0\0\0", 12));
  }
}

}  // namespace

int main(int, char** arguments) {
  folder = arguments[1];
  dictionary words;
  words.add<fuzz::schedulers>();
  words.add<roster::registry<roster::optimizers>>();
  for (const auto* word : {"name",   "optimizer",    "scheduler",  "epochs",       "seed",
                           "groups", "params",       "max",        "abs",          "linear",
                           "null",   "true",         "-1",         "1e308",        "5e-324",
                           "NaN",    "0.5",          "Infinity",   "{\"",          "\": ",
                           "\", ",   "[[",           "]]",         "{}",           "\\u00",
                           "// ",    "/*",           "*/",         "\n- ",         "\n  ",
                           ": ",     "&a ",          "*a",         "<<: ",         "!!float ",
                           "!!str ", "---",          "\n...\n",    "|\n ",         ">-\n ",
                           "%YAML",  "\xef\xbb\xbf", "\xc2\x85",   "\xe2\x80\xa8", "9223372036854775807",
                           "fc.*",   " epochs",      "0.5 epochs", "300 batches",  "10 %"}) {
    words.add(std::string_view(word));
  }

  std::vector<roster::node> optimizers;
  roster::registry<roster::optimizers>::for_each([&]<class Config>(std::type_identity<Config>) {
    using optimizer = roster::entry<roster::registry<roster::optimizers>>;
    optimizers.push_back(roster::field_kind<optimizer>::write(optimizer(Config{.lr = 0.1})));
  });
  std::uint8_t position = 0;
  for (const auto& one : test::one_of_each()) {
    write_states(position++, one);
    const auto tree = roster::field_kind<fuzz::entry>::write(one);
    write("names", std::string(one.name()));
    if (!one.as<roster::LambdaLR>() && !one.as<roster::MultiplicativeLR>()) {
      write_recipes(tree, optimizers[position % optimizers.size()]);
      write_keywords(tree);
    }
    fuzz::groups optimizer(2, {.lr = 0.1});
    words.add(fuzz::schedulers::create(one, optimizer).state_dict());
  }
  roster::write_atomically(folder / "dictionary", words.text());
}

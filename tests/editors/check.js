// Checks that the JSON Schema of recipes works in editors and in a strict validator: good recipes pass, bad ones do
// not, names and fields are completed and explained, and complaints are short.
//
// usage: check.js SCHEMA RECIPES, files that `roster schema` and tests/tools/schema.py wrote
const { readFileSync } = require('fs');
const { resolve } = require('path');
const { ajv, vscode, yamlServer } = require('./services.js');
const { completions, hovers, complaints } = require('./expected.js');

const schemaFile = resolve(process.argv[2]);
const recipes = JSON.parse(readFileSync(process.argv[3]));
const counts = { passed: 0, failed: 0 };

function check(passes, name, recipe, said, expected) {
  counts[passes ? 'passed' : 'failed'] += 1;
  if (passes) return;
  console.log(`${name}\n  recipe:   ${JSON.stringify(recipe)}\n  said:     ${JSON.stringify(said)}`);
  console.log(`  expected: ${JSON.stringify(expected)}`);
}
const sorted = (list) => [...list].sort();
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** The names of types, each with the names of its fields: those that the good recipes use. */
function knownTypes() {
  const known = { optimizer: {}, scheduler: {} };
  for (const { recipe } of recipes.filter((one) => one.good)) {
    for (const field of Object.keys(known)) {
      const { name, ...fields } = recipe[field] ?? {};
      if (name) known[field][name] = [...new Set([...(known[field][name] ?? []), ...Object.keys(fields)])];
    }
  }
  return known;
}

async function checkEditor(editor, known) {
  for (const [recipe, offered] of completions(known)) {
    const said = await editor.complete(recipe);
    check(isSame(sorted(said), sorted(offered)), `${editor.name}: completion`, recipe, said, offered);
  }
  for (const [recipe, word, shown] of hovers) {
    const said = await editor.hover(recipe, word);
    check(said.includes(shown), `${editor.name}: hover over ${word}`, recipe, said, shown);
  }
  for (const [recipe, expected] of complaints) {
    const said = (await editor.problems(recipe)).map((one) => one.replace(/ (Valid values:|Expected) .*/, ''));
    check(isSame(sorted(said), sorted(expected)), `${editor.name}: complaint`, recipe, said, expected);
  }
}

async function main() {
  const known = knownTypes();
  const editors = [
    vscode(schemaFile),
    ...['1.15', '1.18', '1.25'].map((version) => yamlServer(schemaFile, `yaml-language-server-${version}`)),
  ];
  for (const service of [ajv(schemaFile), ...editors]) {
    for (const { recipe, good } of recipes) {
      const said = await service.problems(recipe);
      check((said.length === 0) === good, service.name, recipe, said, good ? [] : 'a problem');
    }
  }
  for (const editor of editors) await checkEditor(editor, known);
  const named = { $schema: 'recipe.schema.json', name: 'StepLR' };
  const said = await vscode(schemaFile, []).problems(named);
  check(isSame(said, ['Missing property "step_size".']), 'a schema named in JSON', named, said, 'step_size is missing');
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed || !counts.passed) process.exit(1);
}

main();

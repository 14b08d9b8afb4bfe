// What checks recipes by their schema: a strict validator, and the language services of editors. Each has a `name` and
// `problems(recipe)`. Editors also have `complete(recipe)`, the names and values that are offered at the recipe's
// cursor, which is "|" as a key or a value, and `hover(recipe, word)`, what is shown for the first such word.
const { readFileSync } = require('fs');
const { dirname, join } = require('path');
const { fileURLToPath, pathToFileURL } = require('url');
const Ajv = require('ajv/dist/2020').default;
const { TextDocument } = require('vscode-languageserver-textdocument');
const vscodeJson = require('vscode-json-languageservice');
const { CompletionItemKind } = vscodeJson;

const versionOf = (module) => require(`${module}/package.json`).version;
const unquoted = (label) => label.replace(/^"(.*)"$/, '$1');

/** In JSON. VS Code takes a number without a point, such as 1e-9, for an integer. */
function json(recipe) {
  const named = recipe && typeof recipe.$schema === 'string' ? { ...recipe, $schema: 'recipe.schema.json' } : recipe;
  return JSON.stringify(named, null, 2).replaceAll('1e-9', '1.0e-9');
}

/** In YAML's block style. */
function yaml(value, indent = '') {
  const isNested = (one) => one !== null && typeof one === 'object' && Object.keys(one).length > 0;
  const inner = (one) => (isNested(one) ? '\n' + yaml(one, indent + '  ') : ' ' + JSON.stringify(one));
  if (!isNested(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return value
      .map((one) => `${indent}- ${isNested(one) ? yaml(one, indent + '  ').trimStart() : JSON.stringify(one)}`)
      .join('\n');
  }
  return Object.entries(value)
    .map(([key, one]) => (key === '|' ? indent + '|' : `${indent}${key}:${inner(one)}`))
    .join('\n');
}

/** The text with a recipe, and the position of its cursor. */
function cursorIn(text) {
  const marked = text.replace('"|": null', '|').replace('"|"', '|');
  const at = marked.indexOf('|');
  return { text: marked.slice(0, at) + marked.slice(at + 1), at };
}

const refuse = (...words) => {
  throw new Error(words.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' '));
};

/** Refuses all that is questionable in a schema, so that a warning is an error. */
function ajv(schemaFile) {
  const strict = new Ajv({ strict: true, logger: { log: refuse, warn: refuse, error: refuse } });
  const validate = strict.compile(JSON.parse(readFileSync(schemaFile)));
  return {
    name: `ajv ${versionOf('ajv')}`,
    problems: async (recipe) => (validate(recipe) ? [] : validate.errors.map((one) => `${one.instancePath} ${one.message}`)),
  };
}

/**
 * An editor: `service` has what the language services of both syntaxes have, `write` makes the text of a recipe. Some
 * also offer a template of all required fields, which `complete` leaves out if it has a title.
 */
function editor(name, syntax, folder, write, service) {
  let documents = 0;
  const open = (text) => {
    documents += 1;
    return TextDocument.create(pathToFileURL(join(folder, `${documents}.${syntax}`)).href, syntax, 1, text);
  };
  return {
    name,
    problems: async (recipe) => (await service.problems(open(write(recipe)))).map((one) => one.message),
    complete: async (recipe) => {
      const { text, at } = cursorIn(write(recipe));
      const document = open(text);
      const { items } = await service.complete(document, document.positionAt(at));
      const isTemplate = (one) => one.kind === CompletionItemKind.Class && !one.label.startsWith('object(');
      return items.filter((one) => !isTemplate(one)).map((one) => unquoted(one.label));
    },
    hover: async (recipe, word) => {
      const document = open(write(recipe));
      const shown = await service.hover(document, document.positionAt(document.getText().indexOf(word)));
      return JSON.stringify(shown?.contents ?? null);
    },
  };
}

const requests = {
  schemaRequestService: async (uri) => readFileSync(fileURLToPath(uri), 'utf8'),
  workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
};

/** The schema is for the files of the given names; others may name it themselves. */
function vscode(schemaFile, names = ['*']) {
  const service = vscodeJson.getLanguageService(requests);
  service.configure({ schemas: [{ fileMatch: names, uri: pathToFileURL(schemaFile).href }] });
  const parsed = (document) => service.parseJSONDocument(document);
  const name = `vscode-json-languageservice ${versionOf('vscode-json-languageservice')}`;
  return editor(name, 'json', dirname(schemaFile), json, {
    problems: (document) => service.doValidation(document, parsed(document)),
    complete: (document, at) => service.doComplete(document, at, parsed(document)),
    hover: (document, at) => service.doHover(document, at, parsed(document)),
  });
}

/** The first line of each document names the schema. */
function yamlServer(schemaFile, module) {
  const { getLanguageService } = require(module);
  const { SettingsState } = require(join(module, 'out/server/src/yamlSettings'));
  const telemetry = { send() {}, sendError: refuse, sendTrack() {} };
  const service = getLanguageService({
    ...requests,
    telemetry,
    clientCapabilities: {},
    yamlSettings: new SettingsState(),
  });
  service.configure({ validate: true, completion: true, hover: true, customTags: [], yamlVersion: '1.2' });
  const write = (recipe) => `# yaml-language-server: $schema=recipe.schema.json\n${yaml(recipe)}`;
  return editor(`yaml-language-server ${versionOf(module)}`, 'yaml', dirname(schemaFile), write, {
    problems: (document) => service.doValidation(document, false),
    complete: (document, at) => service.doComplete(document, at, false),
    hover: (document, at) => service.doHover(document, at),
  });
}

module.exports = { ajv, vscode, yamlServer };

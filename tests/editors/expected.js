// What an editor has to offer, show and say, in the same words for JSON and YAML.
const cursor = { '|': null };
const sgd = { name: 'SGD', lr: 0.1 };
const step = { name: 'StepLR', step_size: 3 };
const grouped = (fields) => ({ ...sgd, groups: [{ params: '*', ...fields }] });
const chained = (...schedulers) => ({ name: 'ChainedScheduler', schedulers });

/** Recipes with a cursor, and all that is offered there. `known` are the names of the types and their fields. */
function completions(known) {
  const options = ['last_epoch', 'verbose', 'parameter', 'groups', 'every', 'monitor'];
  const recipe = ['optimizer', 'scheduler', 'schedulers', 'epochs', 'batch_size', 'seed', 'batches_per_epoch', 'shards', '$schema'];
  const momentum = ['momentum', 'dampening', 'weight_decay', 'nesterov'];
  const schedulers = Object.keys(known.scheduler);
  const cases = [
    [{ ...cursor }, [...recipe, 'name']],
    [{ optimizer: sgd, ...cursor }, [...recipe.slice(1), 'name']],
    [{ optimizer: { ...cursor } }, ['name']],
    [{ optimizer: { name: '|' } }, Object.keys(known.optimizer)],
    [{ optimizer: { ...sgd, ...cursor } }, [...momentum, 'groups']],
    [{ optimizer: { ...sgd, groups: [{ ...cursor }] } }, ['params', 'lr', ...momentum]],
    [{ optimizer: grouped(cursor) }, ['lr', ...momentum]],
    [{ scheduler: { ...cursor } }, ['name']],
    [{ scheduler: { name: '|' } }, schedulers],
    [{ scheduler: { name: 'StepLR', ...cursor } }, ['step_size', 'gamma', ...options]],
    [{ optimizer: sgd, schedulers: [{ ...cursor }] }, ['name']],
    [{ optimizer: sgd, schedulers: [step, { name: 'StepLR', ...cursor }] }, ['step_size', 'gamma', ...options]],
    [{ optimizer: sgd, schedulers: [{ ...step, every: '|' }] }, ['epoch', 'batch']],
    [{ scheduler: { name: 'SWALR', anneal_strategy: '|' } }, ['cos', 'linear']],
    [{ scheduler: { name: 'StepLR', step_size: '|' } }, ['5 epochs', '500 batches', '10 %']],
    [{ scheduler: { name: 'MultiStepLR', milestones: ['|'] } }, ['5 epochs', '500 batches', '10 %']],
    [{ scheduler: chained({ ...cursor }) }, ['name']],
    [{ scheduler: chained({ name: '|' }) }, schedulers],
    [{ scheduler: chained({ name: 'StepLR', ...cursor }) }, ['step_size', 'gamma']],
    [{ scheduler: chained(chained({ ...step, ...cursor })) }, ['gamma']],
    [{ name: '|' }, schedulers],
    [{ ...step, ...cursor }, ['gamma', ...options, '$schema']],
    [{ ...chained({ name: 'StepLR', ...cursor }) }, ['step_size', 'gamma']],
  ];
  for (const [name, fields] of Object.entries(known.optimizer)) {
    cases.push([{ optimizer: { name, ...cursor } }, fields]);
  }
  for (const [name, fields] of Object.entries(known.scheduler)) {
    cases.push([{ scheduler: { name, ...cursor } }, fields]);
    cases.push([{ scheduler: chained({ name, ...cursor }) }, fields.filter((one) => !options.includes(one))]);
    cases.push([{ name, ...cursor }, [...fields, '$schema']]);
  }
  return cases;
}

/** Recipes, a word of each, and a part of what is shown for it. */
const hovers = [
  [{ scheduler: step }, 'step_size', 'epochs from one decay to the next'],
  [{ scheduler: chained(step) }, 'step_size', 'epochs from one decay to the next'],
  [{ optimizer: grouped({ nesterov: true }) }, 'nesterov', "whether to use Nesterov's momentum"],
  [step, 'step_size', 'epochs from one decay to the next'],
  [{ name: 'StepLR', step_size: '5 epochs' }, 'step_size', 'epochs from one decay to the next'],
  [{ name: 'StepLR', step_size: '5 epochs' }, '5 epochs', 'epochs from one decay to the next'],
];

const noSuchValue = 'Value is not accepted.';
const wrongType = 'Incorrect type.';
const wrongText = 'String does not match the pattern of "^[0-9]{1,15}(\\.[0-9]+)? *(epochs?|batch(es)?|%)$".';
/** Recipes, and all complaints about each, without what would be valid. */
const complaints = [
  [{ optimizer: sgd, scheduler: { name: 'StepLr', step_size: 3 } }, [noSuchValue]],
  [{ optimizer: sgd, scheduler: chained({ name: 'StepLr' }) }, [noSuchValue]],
  [{ name: 'StepLr' }, [noSuchValue]],
  [{ optimizer: { name: 'Sgd' }, scheduler: step }, [noSuchValue]],
  [{ optimizer: sgd, scheduler: { step_size: 3 } }, ['Missing property "name".']],
  [{ optimizer: sgd, scheduler: { name: null } }, [wrongType, noSuchValue]],
  [{ optimizer: sgd, scheduler: { name: 'StepLR' } }, ['Missing property "step_size".']],
  [{ optimizer: sgd, scheduler: { ...step, gama: 1 } }, ['Property gama is not allowed.']],
  [{ optimizer: sgd, scheduler: chained({ ...step, gama: 1 }) }, ['Property gama is not allowed.']],
  [{ optimizer: sgd, scheduler: chained({ ...step, verbose: true }) }, ['Property verbose is not allowed.']],
  [{ optimizer: { ...sgd, betas: [0.9, 0.9] }, scheduler: step }, ['Property betas is not allowed.']],
  [{ optimizer: { ...sgd, lr: 'fast' }, scheduler: step }, [wrongType]],
  [{ optimizer: sgd, scheduler: 'StepLR' }, [wrongType]],
  [{ optimizer: sgd, scheduler: null }, [wrongType]],
  [{ optimizer: grouped({ lr: 'x' }), scheduler: step }, [wrongType]],
  [{ optimizer: grouped({ name: 'SGD' }), scheduler: step }, ['Property name is not allowed.']],
  [{ optimizer: { ...sgd, groups: [{ lr: 0.1 }] }, scheduler: step }, ['Missing property "params".']],
  [{ scheduler: step }, ['Missing property "optimizer".']],
  [{ optimizer: sgd, scheduler: step, name: 'StepLR' }, ['Property name is not allowed.']],
  [{ optimizer: sgd, schedulers: [step, { ...step, groups: ['fc.*', 1] }], batches_per_epoch: 391 }, []],
  [{ optimizer: sgd, schedulers: [{ name: 'StepLR' }] }, ['Missing property "step_size".']],
  [{ optimizer: sgd, scheduler: step, schedulers: [step] }, ['Property scheduler is not allowed.']],
  [{ optimizer: sgd, schedulers: [] }, ['Missing property "scheduler".']],
  [{ optimizer: sgd, scheduler: { ...step, every: 'step' } }, [noSuchValue]],
  [{ optimizer: sgd, scheduler: step, epoch: 3 }, ['Property epoch is not allowed.']],
  [{ ...step, gama: 1 }, ['Property gama is not allowed.']],
  [{ name: 'StepLR', step_size: '5 epochs' }, []],
  [{ name: 'StepLR', step_size: '5 epcohs' }, [wrongText]],
  [{ name: 'StepLR', step_size: true }, [wrongType]],
  [{ ...step, epochs: 1 }, ['Property epochs is not allowed.']],
  [[], [wrongType]],
  [3, [wrongType]],
  [{}, ['Missing property "optimizer".', 'Missing property "scheduler".']],
];

module.exports = { completions, hovers, complaints };

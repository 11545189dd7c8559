// What mutated code asks while it runs: is this mutant the active one? And who has come by here?

/** The active mutant, and the mutants that a test has passed. No mutant has the number 0. */
export const state = { active: 0, passed: new Set() };

const compare = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};
const shifted = { '<': compare['<='], '<=': compare['<'], '>': compare['>='], '>=': compare['>'] };

globalThis.__mutant = {
  negate(id, value) {
    state.passed.add(id);
    return state.active === id ? !value : value;
  },
  compare(id, sign, a, b) {
    state.passed.add(id);
    return (state.active === id ? shifted : compare)[sign](a, b);
  },
  number(up, down, value) {
    state.passed.add(up).add(down);
    return state.active === up ? value + 1 : state.active === down ? value - 1 : value;
  },
};

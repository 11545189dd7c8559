describe('a suite with no tests', () => undefined);

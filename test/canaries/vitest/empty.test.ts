import { describe } from 'vitest';

describe('a suite with no tests', () => undefined);

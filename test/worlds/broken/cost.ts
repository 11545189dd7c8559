import type { BrokenWorld, SoundWorld } from './faults.ts';

export const COST_WORLDS: readonly BrokenWorld[] = [];

export const COST_SOUND: readonly SoundWorld[] = [];

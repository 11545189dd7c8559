import type { BrokenWorld, SoundWorld } from './faults.ts';

export const GOV_WORLDS: readonly BrokenWorld[] = [];

export const GOV_SOUND: readonly SoundWorld[] = [];

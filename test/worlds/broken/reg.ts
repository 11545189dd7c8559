import type { BrokenWorld, SoundWorld } from './faults.ts';

export const REG_WORLDS: readonly BrokenWorld[] = [];

export const REG_SOUND: readonly SoundWorld[] = [];

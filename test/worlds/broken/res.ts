import type { BrokenWorld, SoundWorld } from './faults.ts';

export const RES_WORLDS: readonly BrokenWorld[] = [];

export const RES_SOUND: readonly SoundWorld[] = [];

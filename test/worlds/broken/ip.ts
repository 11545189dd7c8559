import type { BrokenWorld, SoundWorld } from './faults.ts';

export const IP_WORLDS: readonly BrokenWorld[] = [];

export const IP_SOUND: readonly SoundWorld[] = [];

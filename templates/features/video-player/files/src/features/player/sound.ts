import { useSyncExternalStore } from "react";

/** Quiet until somebody asks for sound: browsers refuse to start a page's videos otherwise. */
let isMuted = true;
const listeners = new Set<() => void>();

/** Switches the sound of all players. */
export function setMuted(next: boolean) {
  isMuted = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the players are quiet; the same for all of them. */
export function useMuted(): boolean {
  return useSyncExternalStore(subscribe, () => isMuted);
}

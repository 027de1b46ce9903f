/** Told how far a long work has come; the total may grow on the way. */
export type OnProgress = (done: number, total: number) => void

/** How core and stores tell an operator of what no caller can be answered with. They know no logger. */
export type Report = (level: 'info' | 'warn' | 'fatal', message: string, cause?: unknown) => void

/**
 * How a store tells whoever runs it what no caller can act on. `fatal` means that nothing more can be written until
 * the process starts anew.
 */
export type Report = (level: 'info' | 'warn' | 'fatal', message: string, cause?: unknown) => void

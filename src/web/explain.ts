export const explain = (error: unknown): string => String((error as Error).message)

const inside =
  /node_modules|\bdist\/|\bsrc\/|\/tmp\/|\bat .+:\d+:\d+|fastify|node\.js|\bFST_|\bE[A-Z]{4,}:/i

/**
 * What an answer tells that none may: a stack, a path of the machine, a version of the software. The id of the request
 * is left out: it is chance, and a few in a million look like the code of a library's error.
 */
export const leakIn = (text: string): string | undefined =>
  inside.exec(text.replace(/"request_id":"[\w-]+"/, ''))?.[0]

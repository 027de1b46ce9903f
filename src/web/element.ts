type Tags = HTMLElementTagNameMap

/** An element with attributes and children. Text becomes text: nothing that it says is ever read as HTML. */
export function element<T extends keyof Tags>(
  tag: T,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly (Node | string)[]
): Tags[T] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, '')
    else if (typeof value === 'string') made.setAttribute(name, value)
  }
  made.append(...children)
  return made
}

/** Makes something for each owner when it is first asked for, and the same one every time after; it goes with its owner. */
export function oncePer<Owner extends object, Made>(make: (owner: Owner) => Made): (owner: Owner) => Made {
  const known = new WeakMap<Owner, Made>()
  return (owner) => {
    const made = known.get(owner) ?? make(owner)
    known.set(owner, made)
    return made
  }
}

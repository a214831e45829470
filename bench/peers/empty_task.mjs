/** What a thread of Piscina is given to do: see bench/helped.ts. */
export default () => {};

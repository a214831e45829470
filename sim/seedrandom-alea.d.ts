declare module 'seedrandom/lib/alea.js' {
  namespace alea {
    interface StatefulGenerator {
      (): number;
      /** 53-bit uniform in [0, 1). */
      double(): number;
      state(): { c: number; s0: number; s1: number; s2: number };
    }
  }
  function alea(seed: string, options: { state: true }): alea.StatefulGenerator;
  export default alea;
}

/**
 * Byte `index` of a table of 16, for 16 indices below 16. The relaxed instruction may do anything for a
 * larger index and does the same for these, in fewer steps of the machine.
 */
export function lookUp(table: v128, indices: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, indices);
  return i8x16.swizzle(table, indices);
}

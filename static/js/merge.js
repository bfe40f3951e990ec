/* window.merge(base, mine, theirs): one text with what both changed. Sentences and lines are the pieces; where both
   changed the same ones, theirs stand first and mine follow, so that no word of either is lost. */
(() => {
  "use strict";
  const pieces = (text) => text.match(/[^\n.!?]+[.!?]*[^\S\n]*\n*|[\n.!?]+\s*/g) ?? [];

  const same = (one, other) => one.trim() === other.trim();

  // pairs [i, j] of equal pieces, in order: a longest common run
  const common = (one, other) => {
    const long = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
    for (let i = one.length - 1; i >= 0; i -= 1) {
      for (let j = other.length - 1; j >= 0; j -= 1) {
        long[i][j] = same(one[i], other[j]) ? long[i + 1][j + 1] + 1 : Math.max(long[i + 1][j], long[i][j + 1]);
      }
    }
    const pairs = new Map();
    for (let i = 0, j = 0; i < one.length && j < other.length;) {
      if (same(one[i], other[j])) { pairs.set(i, j); i += 1; j += 1; } else if (long[i + 1][j] >= long[i][j + 1]) i += 1; else j += 1;
    }
    return pairs;
  };

  const both = (base, mine, theirs) => {
    if (mine === theirs || theirs === base) return mine;
    if (mine === base) return theirs;
    if (mine.includes(theirs.trim())) return mine;
    if (theirs.includes(mine.trim())) return theirs;
    // whole sentences that both begin with are told once
    let start = 0;
    for (let at = 1; at < mine.length && mine.slice(0, at + 1) === theirs.slice(0, at + 1); at += 1) {
      if (/[.!?\n]\s|\n$/.test(mine.slice(at - 1, at + 1))) start = at + 1;
    }
    return `${theirs.trimEnd()}\n\n${mine.slice(start).trimStart()}`;
  };

  window.merge = (base, mine, theirs) => {
    const [b, m, t] = [base, mine, theirs].map(pieces);
    const inMine = common(b, m), inTheirs = common(b, t);
    let told = "", i = 0, j = 0, k = 0;
    const take = (toB, toM, toT) => {
      told += both(b.slice(i, toB).join(""), m.slice(j, toM).join(""), t.slice(k, toT).join(""));
      [i, j, k] = [toB, toM, toT];
    };
    for (let at = 0; at < b.length; at += 1) {
      if (!inMine.has(at) || !inTheirs.has(at)) continue;
      take(at, inMine.get(at), inTheirs.get(at));
      told += m[inMine.get(at)] === b[at] ? t[inTheirs.get(at)] : m[inMine.get(at)];
      [i, j, k] = [at + 1, inMine.get(at) + 1, inTheirs.get(at) + 1];
    }
    take(b.length, m.length, t.length);
    return told;
  };
})();

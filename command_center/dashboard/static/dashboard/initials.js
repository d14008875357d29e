// Pinyin initials of a Chinese name, by the collation order the browser already has.

const FIRSTS = [..."阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀"];
const LETTERS = [..."abcdefghjklmnopqrstwxyz"];
const order = new Intl.Collator("zh-Hans-u-co-pinyin");

function initial(char) {
  if (!/\p{Script=Han}/u.test(char)) return /[a-z0-9]/i.test(char) ? char.toLowerCase() : "";
  let found = "";
  FIRSTS.forEach((first, index) => { if (order.compare(first, char) <= 0) found = LETTERS[index]; });
  return found;
}

export const initials = (name) => [...name].map(initial).join("");

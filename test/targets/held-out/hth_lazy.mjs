// Healthy: formatters are made the first time a locale is asked for; a few hundred in the end.
const formats = new Map();
function format(locale, value) {
  let one = formats.get(locale);
  if (!one) {
    one = { locale, digits: Array.from({ length: 200 }, (_, i) => `${locale}${i}`) };
    formats.set(locale, one);
  }
  return one.digits[value % 200];
}
let n = 0;
setInterval(() => {
  for (let i = 0; i < 10; i++) format(`l${Math.floor(300 * Math.random() ** 2)}`, n++);
}, 20);

export function lines(text) {
  return text.split("\n").filter((line) => line !== "" && !/^#\s/.test(line));
}

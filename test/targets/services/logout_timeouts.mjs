// Logins expire after an hour; a logout takes the session away but leaves its expiry armed.
const sessions = new Map();
let next = 0;

function login(user) {
  const token = `t${next++}`;
  const session = { user, roles: ['a', 'b', 'c'].map((r) => `${r}:${user}`), bag: new Array(120).fill(next) };
  sessions.set(token, session);
  setTimeout(() => expire(token, session), 3_600_000);
  return token;
}
function expire(token, session) {
  session.expired = true;
  sessions.delete(token);
}
function logout(token) {
  sessions.delete(token);
}
setInterval(() => {
  for (let i = 0; i < 8; i++) logout(login(`user${i}`));
}, 20);

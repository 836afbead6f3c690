'use strict';
const DAY = 24 * 3600 * 1000;
class Session {
  constructor(user) {
    this.user = user;
    this.cart = new Array(300).fill(user);
    setTimeout(() => this.expire(), DAY);
  }
  expire() {
    this.cart = undefined;
  }
}
let users = 0;
function login() {
  return new Session(++users).user;
}
setInterval(login, 8);

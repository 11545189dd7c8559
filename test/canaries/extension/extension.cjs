const vscode = require('vscode');

function open(script) {
  const panel = vscode.window.createWebviewPanel('canary', 'Canary', vscode.ViewColumn.One, { enableScripts: true });
  panel.webview.html = `<!doctype html><html lang="en"><body><h1>Canary</h1><script>${script}</script></body></html>`;
}

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('canary.sound', () => open('')),
    vscode.commands.registerCommand('canary.failing', () => open("console.error('the canary sings')")),
  );
};

import { userInfo } from 'node:os'

interface ConfigOptions {
  readonly directory: string
  readonly port: number
}

/**
 * What Debian's package ships in /etc/nginx/nginx.conf, with one server that has the modules of
 * https://nginx.org/en/docs/http/ngx_http_dav_module.html and
 * https://nginx.org/en/docs/http/ngx_http_autoindex_module.html. Uploads wait on the file system where they will be.
 */
export const nginxConfig = ({ directory, port }: ConfigOptions): string => `
${userInfo().uid === 0 ? 'user root;' : ''}
worker_processes auto;
daemon off;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events {
  worker_connections 768;
}
http {
  sendfile on;
  tcp_nopush on;
  types_hash_max_size 2048;
  default_type application/octet-stream;
  access_log ${directory}/access.log;
  gzip on;
  client_body_temp_path ${directory}/body;
  proxy_temp_path ${directory}/proxy;
  fastcgi_temp_path ${directory}/fastcgi;
  uwsgi_temp_path ${directory}/uwsgi;
  scgi_temp_path ${directory}/scgi;
  server {
    listen 127.0.0.1:${port};
    root ${directory}/files;
    client_max_body_size 0;
    dav_methods PUT DELETE;
    create_full_put_path on;
    autoindex on;
    autoindex_format json;
  }
}
`

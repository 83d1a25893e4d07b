//! Runs the invented press by itself, to look at its pages in a browser: `cargo run -p rafid-press --example press [PORT]`.

use rafid_press::{HostPlan, Press, PressConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let press = Press::start(PressConfig { port, hosts: HostPlan::PerOutlet, ..PressConfig::default() }).await?;
    for outlet in press.outlets() {
        println!("{:10} {}  {}", outlet.key, outlet.home_url, outlet.feed_url);
    }
    tokio::signal::ctrl_c().await?;
    press.stop().await;
    Ok(())
}
